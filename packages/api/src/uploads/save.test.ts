import { headObject, presignPut } from '@holdall/storage'
import { describe, expect, test } from 'vitest'
import { BYTES, presign, put, refusal, sha256, sharedHarness, upload } from '../testing.ts'

const harness = sharedHarness()

async function keyOf(uploadId: string): Promise<string> {
  const { objectKey } = await harness().db.upload.findUniqueOrThrow({ where: { id: uploadId } })
  return objectKey
}

/** Puts an object under this upload's key that isn't the one it promised, as no client could. */
async function forge(uploadId: string, { bytes = BYTES, contentType = 'text/plain' }): Promise<void> {
  const key = await keyOf(uploadId)
  const size = bytes.length
  const { url, headers } = await presignPut(harness().storage, { key, size, contentType, expiresIn: 60 })
  const response = await fetch(url, { method: 'PUT', headers, body: bytes })
  expect(response.status).toBe(200)
}

test('a saved file is what was promised and sent', async () => {
  const user = await harness().newUser()
  const client = harness().as(user)
  const file = await upload(client, { name: 'Größe – 大きさ.txt', sha256: sha256(BYTES) })
  expect(file).toMatchObject({
    name: 'Größe – 大きさ.txt',
    contentType: 'text/plain',
    kind: 'text',
    size: BYTES.length,
    sha256: sha256(BYTES),
    visibility: 'private',
    url: null,
    trashedAt: null,
    purgesAt: null,
  })
  expect((await client.files.list.query({})).files).toEqual([file])
  expect(await client.files.usage.query()).toMatchObject({
    pendingBytes: 0,
    storedBytes: BYTES.length,
    storedCount: 1,
  })
})

test("the guide's columns are filled in its way", async () => {
  const user = await harness().newUser()
  const { id } = await upload(harness().as(user))
  const row = await harness().db.s3File.findUniqueOrThrow({ where: { publicId: id } })
  expect(row).toMatchObject({ userId: user.id })
  expect(row.fileUrl.endsWith(row.objectKey)).toBe(true)
})

describe('repeating', () => {
  test('a save answers the same file and does nothing twice', async () => {
    const client = harness().as(await harness().newUser())
    const file = await upload(client)
    expect(await client.uploads.save.mutate({ uploadId: file.id })).toEqual({ file })
  })

  test('20 racing saves answer the same file, with one event', async () => {
    const client = harness().as(await harness().newUser())
    const { uploadId } = await (async () => {
      const presigned = await presign(client)
      await put(presigned)
      return presigned
    })()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => client.uploads.save.mutate({ uploadId })),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    const events = await harness().db.auditEvent.count({
      where: { targetId: uploadId, action: 'upload.save' },
    })
    expect(events).toBe(1)
  })

  test('a save of a trashed file answers it as it is', async () => {
    const client = harness().as(await harness().newUser())
    const { id } = await upload(client)
    const trashed = await client.files.trash.mutate({ id })
    expect(await client.uploads.save.mutate({ uploadId: id })).toEqual({ file: trashed })
  })

  test('a save of a purged file brings nothing back', async () => {
    const client = harness().as(await harness().newUser())
    const { id } = await upload(client)
    await client.files.trash.mutate({ id })
    await client.files.purge.mutate({ id })
    expect(await refusal(client.uploads.save.mutate({ uploadId: id }))).toMatchObject({
      reason: 'UPLOAD_NOT_FOUND',
    })
  })

  test('a PUT is refused by the bucket', async () => {
    const presigned = await presign(harness().as(await harness().newUser()))
    expect(await put(presigned)).toBe(200)
    expect(await put(presigned)).toBe(412)
  })
})

describe('nothing is saved', () => {
  test('before the PUT', async () => {
    const client = harness().as(await harness().newUser())
    const { uploadId } = await presign(client)
    expect(await refusal(client.uploads.save.mutate({ uploadId }))).toMatchObject({
      reason: 'UPLOAD_NOT_RECEIVED',
      status: 412,
    })
  })

  test('after the URL has expired without a PUT', async () => {
    const client = harness().as(await harness().newUser())
    const { uploadId } = await presign(client)
    harness().skipSeconds(901)
    const refused = await refusal(client.uploads.save.mutate({ uploadId }))
    harness().skipSeconds(-901)
    expect(refused).toMatchObject({ reason: 'UPLOAD_EXPIRED', status: 412 })
  })

  test("when the upload is somebody else's, which looks like a missing one", async () => {
    const owner = harness().as(await harness().newUser())
    const stranger = harness().as(await harness().newUser())
    const presigned = await presign(owner)
    await put(presigned)
    const missing = await refusal(stranger.uploads.save.mutate({ uploadId: harness().deps.newId() }))
    const foreign = await refusal(stranger.uploads.save.mutate({ uploadId: presigned.uploadId }))
    expect(foreign).toEqual(missing)
    expect(foreign.reason).toBe('UPLOAD_NOT_FOUND')
    const { id } = await upload(owner)
    expect(await refusal(stranger.uploads.save.mutate({ uploadId: id }))).toEqual(missing)
  })
})

describe('bytes other than promised', () => {
  test.each([
    ['another size', new TextEncoder().encode('longer than what was promised')],
    ['no bytes', new Uint8Array()],
  ])('are refused by the bucket: %s', async (_, bytes) => {
    const client = harness().as(await harness().newUser())
    const presigned = await presign(client)
    expect(await put(presigned, bytes)).toBe(403)
    expect(await refusal(client.uploads.save.mutate({ uploadId: presigned.uploadId }))).toMatchObject({
      reason: 'UPLOAD_NOT_RECEIVED',
    })
  })

  test.each([
    ['UPLOAD_SIZE_MISMATCH', { bytes: new TextEncoder().encode('another size') }],
    ['UPLOAD_TYPE_MISMATCH', { contentType: 'text/html' }],
  ])('in the bucket all the same are refused with %s, and nothing of them is kept', async (reason, wrong) => {
    const user = await harness().newUser()
    const client = harness().as(user)
    const { uploadId } = await presign(client)
    const key = await keyOf(uploadId)
    await forge(uploadId, wrong)
    const racing = await Promise.all(
      Array.from({ length: 3 }, () => refusal(client.uploads.save.mutate({ uploadId }))),
    )
    for (const { reason: given } of racing) expect([reason, 'UPLOAD_NOT_FOUND']).toContain(given)
    expect(racing.map((refused) => refused.reason)).toContain(reason)
    await harness().settled()
    expect(await headObject(harness().storage, { key })).toBeNull()
    expect(await client.files.usage.query()).toMatchObject({ pendingBytes: 0, storedBytes: 0 })
    expect(await refusal(client.uploads.save.mutate({ uploadId }))).toMatchObject({
      reason: 'UPLOAD_NOT_FOUND',
    })
    expect(
      await harness().db.auditEvent.count({ where: { targetId: uploadId, action: 'upload.reap' } }),
    ).toBe(1)
  })
})
