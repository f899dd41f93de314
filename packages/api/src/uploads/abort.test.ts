import { headObject, listMultiparts } from '@holdall/storage'
import { expect, test } from 'vitest'
import {
  type Client,
  partOf,
  planParts,
  presign,
  put,
  putPart,
  refusal,
  sendParts,
  sharedHarness,
  signPart,
  upload,
} from '../testing.ts'

const harness = sharedHarness()

async function newClient(): Promise<Client> {
  return harness().as(await harness().newUser())
}

async function keyOf(uploadId: string): Promise<string> {
  return (await harness().db.upload.findUniqueOrThrow({ where: { id: uploadId } })).objectKey
}

async function openMultiparts(key: string): Promise<number> {
  let found = 0
  for await (const _ of listMultiparts(harness().storage, { prefix: key })) found += 1
  return found
}

test('an aborted upload gives its quota back at once, and its bytes go', async () => {
  const user = await harness().newUser()
  const client = harness().as(user)
  const presigned = await presign(client)
  const { uploadId } = presigned
  const key = await keyOf(uploadId)
  await put(presigned)
  expect(await client.uploads.abort.mutate({ uploadId })).toEqual({ uploadId, file: null })
  expect(await client.files.usage.query()).toMatchObject({ pendingBytes: 0, storedBytes: 0 })
  await harness().settled()
  expect(await headObject(harness().storage, { key })).toBeNull()
  expect(await refusal(client.uploads.save.mutate({ uploadId }))).toMatchObject({
    reason: 'UPLOAD_NOT_FOUND',
  })
  const event = await harness().db.auditEvent.findFirstOrThrow({
    where: { targetId: uploadId, action: 'upload.reap' },
  })
  expect(event).toMatchObject({ actorId: user.id, reason: 'Cancelled.' })
})

test('an aborted upload in parts leaves no part, and takes none', async () => {
  const client = await newClient()
  const inParts = await planParts(client)
  const { uploadId } = inParts
  const key = await keyOf(uploadId)
  await sendParts(client, inParts, [1])
  const late = await signPart(client, inParts, 2)
  await client.uploads.abort.mutate({ uploadId })
  await harness().settled()
  expect(await openMultiparts(key)).toBe(0)
  expect(await putPart(late, partOf(inParts, 2))).toBe(404)
  // Once more when no part can be on its way any more, as S3 asks for.
  expect(await harness().db.objectDeletion.count({ where: { objectKey: key } })).toBe(1)
  expect(await refusal(signPart(client, inParts, 2))).toMatchObject({ reason: 'UPLOAD_NOT_FOUND' })
})

test('repeating an abort, or aborting what never was, answers the same', async () => {
  const client = await newClient()
  const { uploadId } = await presign(client)
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => client.uploads.abort.mutate({ uploadId })),
  )
  expect(answers).toEqual(answers.map(() => ({ uploadId, file: null })))
  const missing = harness().deps.newId()
  expect(await client.uploads.abort.mutate({ uploadId: missing })).toEqual({ uploadId: missing, file: null })
  expect(await harness().db.auditEvent.count({ where: { targetId: uploadId, action: 'upload.reap' } })).toBe(
    1,
  )
})

test('an abort after the save answers the file, and leaves it', async () => {
  const client = await newClient()
  const file = await upload(client)
  expect(await client.uploads.abort.mutate({ uploadId: file.id })).toEqual({ uploadId: file.id, file })
  expect(await client.files.get.query({ id: file.id })).toEqual(file)
})

test.each([
  ['one PUT', 20],
  ['parts', 5],
])('of an abort and a save at once exactly one wins (%s)', async (how, rounds) => {
  for (let round = 0; round < rounds; round += 1) {
    const client = await newClient()
    let uploadId: string
    if (how === 'parts') {
      const inParts = await planParts(client)
      await sendParts(client, inParts)
      uploadId = inParts.uploadId
    } else {
      const presigned = await presign(client)
      await put(presigned)
      uploadId = presigned.uploadId
    }
    const key = await keyOf(uploadId)
    const [saved, aborted] = await Promise.allSettled([
      client.uploads.save.mutate({ uploadId }),
      client.uploads.abort.mutate({ uploadId }),
    ])
    await harness().settled()
    if (aborted.status === 'rejected') throw aborted.reason
    expect(aborted.value.file !== null).toBe(saved.status === 'fulfilled')
    expect((await client.files.list.query({})).files).toHaveLength(saved.status === 'fulfilled' ? 1 : 0)
    if (saved.status === 'fulfilled') expect(await headObject(harness().storage, { key })).not.toBeNull()
    else expect(await harness().db.objectDeletion.count({ where: { objectKey: key } })).toBe(1)
  }
})
