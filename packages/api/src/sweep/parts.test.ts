import { abortMultipart, createMultipart, headObject, listMultiparts } from '@holdall/storage'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  createHarness,
  expectInvariants,
  type Harness,
  partOf,
  planParts,
  putPart,
  refusal,
  sendParts,
  signPart,
} from '../testing.ts'
import { sweep } from './sweep.ts'

const DAY = 86_400
const LIFETIME = 7 * DAY

let harness: Harness

beforeEach(async () => {
  harness = await createHarness({ multipartSeconds: LIFETIME, putUrlSeconds: 900 })
})
afterEach(async () => {
  await harness.settled()
  await expectInvariants(harness)
  await harness[Symbol.asyncDispose]()
})

async function openMultiparts(): Promise<string[]> {
  const found: string[] = []
  for await (const { key } of listMultiparts(harness.storage)) found.push(key)
  return found
}

describe('an upload in parts', () => {
  test('goes on for days, however often a sweep looks', async () => {
    const client = harness.as(await harness.newUser())
    const upload = await planParts(client)
    await sendParts(client, upload, [1])
    harness.skipSeconds(LIFETIME - 3600)
    expect(await sweep(harness.deps)).toMatchObject({ uploadsReaped: 0, leftoversAborted: 0, failed: [] })
    // The bucket's clock stayed where it was.
    harness.skipSeconds(3600 - LIFETIME)
    await sendParts(client, upload, [2, 3])
    const { file } = await client.uploads.save.mutate({ uploadId: upload.uploadId })
    expect(file.size).toBe(upload.bytes.length)
  })

  test('is joined when its client died after the last part', async () => {
    const client = harness.as(await harness.newUser())
    const upload = await planParts(client)
    await sendParts(client, upload)
    harness.skipSeconds(LIFETIME + 1)
    expect(await sweep(harness.deps)).toMatchObject({ uploadsFinished: 1, failed: [] })
    expect((await client.files.list.query({})).files).toMatchObject([{ id: upload.uploadId }])
    expect(await openMultiparts()).toEqual([])
  })

  test('that lacks a part when its time is over leaves nothing, in bucket or quota', async () => {
    const client = harness.as(await harness.newUser())
    const upload = await planParts(client)
    await sendParts(client, upload, [1, 2])
    const late = await signPart(client, upload, 3)
    harness.skipSeconds(LIFETIME + 1)
    expect(await sweep(harness.deps)).toMatchObject({ uploadsReaped: 0 })
    harness.skipSeconds(30 * 60)
    expect(await sweep(harness.deps)).toMatchObject({ uploadsReaped: 1, outboxDeleted: 1, outboxDeferred: 1 })
    expect(await openMultiparts()).toEqual([])
    expect(await client.files.usage.query()).toMatchObject({ pendingBytes: 0 })
    expect(await putPart(late, partOf(upload, 3))).toBe(404)
    expect((await refusal(client.uploads.save.mutate({ uploadId: upload.uploadId }))).reason).toBe(
      'UPLOAD_NOT_FOUND',
    )
    harness.skipSeconds(2 * 3600)
    await sweep(harness.deps)
    expect(await harness.db.objectDeletion.count()).toBe(0)
  })

  test('of which nothing was ever sent leaves nothing either', async () => {
    const client = harness.as(await harness.newUser())
    await planParts(client)
    harness.skipSeconds(LIFETIME + 3600)
    expect(await sweep(harness.deps)).toMatchObject({ uploadsReaped: 1, failed: [] })
    expect(await client.files.usage.query()).toMatchObject({ pendingBytes: 0 })
  })
})

describe('uploads in parts that no row knows', () => {
  const open = (key: string) => createMultipart(harness.storage, { key, contentType: 'text/plain' })

  test('are aborted after a day, and others are left alone', async () => {
    const client = harness.as(await harness.newUser())
    const upload = await planParts(client)
    await sendParts(client, upload, [1])
    const { objectKey } = await harness.db.upload.findUniqueOrThrow({ where: { id: upload.uploadId } })
    // Of the same key: the one that lost the race to be written down.
    const leftover = await open(objectKey)
    await open('private/somebody/lost')
    const foreign = await open('backups/of-another-program')
    expect(await sweep(harness.deps)).toMatchObject({ leftoversAborted: 0 })
    harness.skipSeconds(DAY + 60)
    expect(await sweep(harness.deps)).toMatchObject({ leftoversAborted: 2, failed: [] })
    expect(new Set(await openMultiparts())).toEqual(new Set(['backups/of-another-program', objectKey]))
    harness.skipSeconds(-DAY - 60)
    await sendParts(client, upload, [2, 3])
    await client.uploads.save.mutate({ uploadId: upload.uploadId })
    expect(await headObject(harness.storage, { key: objectKey })).not.toBeNull()
    await abortMultipart(harness.storage, { key: 'backups/of-another-program', ...foreign })
    expect(leftover.multipartId).not.toBe(foreign.multipartId)
  })

  test('go in bounded batches', async () => {
    for (let n = 0; n < 5; n += 1) await open(`public/somebody/${n}`)
    harness.skipSeconds(DAY + 60)
    expect(await sweep(harness.deps, { batch: 3 })).toMatchObject({ leftoversAborted: 3 })
    expect(await sweep(harness.deps, { batch: 3 })).toMatchObject({ leftoversAborted: 2 })
  })
})
