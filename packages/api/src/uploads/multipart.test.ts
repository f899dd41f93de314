import {
  abortMultipart,
  completeMultipart,
  createMultipart,
  headObject,
  listMultiparts,
  listParts,
  presignGet,
} from '@holdall/storage'
import { describe, expect, test } from 'vitest'
import {
  type Client,
  partOf,
  plan,
  planParts,
  putPart,
  refusal,
  sendParts,
  sha256,
  sharedHarness,
  signPart,
} from '../testing.ts'

const MiB = 1024 ** 2
const harness = sharedHarness({ maxFileBytes: 5 * 1024 ** 4, quotaBytes: 20 * 1024 ** 4 })

async function newClient(): Promise<Client> {
  return harness().as(await harness().newUser())
}

async function rowOf(uploadId: string) {
  return await harness().db.upload.findUniqueOrThrow({ where: { id: uploadId } })
}

async function openMultiparts(key: string): Promise<string[]> {
  const found: string[] = []
  for await (const { multipartId } of listMultiparts(harness().storage, { prefix: key }))
    found.push(multipartId)
  return found
}

async function planOf(client: Client, size: number) {
  const { uploads } = await client.uploads.presign.mutate({
    files: [{ name: 'a.bin', size, contentType: 'application/octet-stream' }],
  })
  return uploads[0]
}

describe('the plan', () => {
  test.each([
    [0, 'put', 0, 0],
    [16 * MiB, 'put', 0, 0],
    [16 * MiB + 1, 'multipart', 8 * MiB, 3],
    [20 * 1024 ** 3, 'multipart', 8 * MiB, 2560],
    [80_000 * MiB, 'multipart', 8 * MiB, 10_000],
    [80_000 * MiB + 1, 'multipart', 9 * MiB, 8889],
    [5 * 1024 ** 4, 'multipart', 525 * MiB, 9987],
  ])('of %i bytes is %s, in parts of %i', async (size, expected, partSize, partCount) => {
    const made = await planOf(await newClient(), size)
    expect(made?.plan).toBe(expected)
    if (made?.plan === 'multipart') expect(made).toMatchObject({ partSize, partCount })
  })

  test('of more than an object can have is refused', async () => {
    expect(await refusal(planOf(await newClient(), 5 * 1024 ** 4 + 1))).toMatchObject({
      reason: 'FILE_TOO_LARGE',
    })
  })

  test('alone leaves nothing in the bucket', async () => {
    const { uploadId } = await planParts(await newClient())
    const row = await rowOf(uploadId)
    expect(row.multipartId).toBeNull()
    expect(await openMultiparts(row.objectKey)).toEqual([])
  })
})

test('parts that arrive in any order become the file that was promised', async () => {
  const client = await newClient()
  const upload = await planParts(client, { name: 'Größe.mp4' })
  const { objectKey } = await rowOf(upload.uploadId)
  expect(await client.uploads.parts.query({ uploadId: upload.uploadId })).toEqual({ parts: [] })
  await sendParts(client, upload, [3, 1])
  expect(await client.uploads.parts.query({ uploadId: upload.uploadId })).toEqual({
    parts: [1, 3].map((partNumber) => ({
      partNumber,
      size: partOf(upload, partNumber).length,
      sha256: sha256(partOf(upload, partNumber)),
    })),
  })
  const incomplete = await refusal(client.uploads.save.mutate({ uploadId: upload.uploadId }))
  expect(incomplete).toMatchObject({ reason: 'UPLOAD_INCOMPLETE', status: 412 })
  expect(incomplete.message).toMatch(/part 2 of/)
  await sendParts(client, upload, [2])
  const { file } = await client.uploads.save.mutate({ uploadId: upload.uploadId })
  expect(file).toMatchObject({
    id: upload.uploadId,
    name: 'Größe.mp4',
    size: upload.bytes.length,
    kind: 'video',
  })
  const { url } = await presignGet(harness().storage, { key: objectKey, expiresIn: 60 })
  expect(sha256(new Uint8Array(await (await fetch(url)).arrayBuffer()))).toBe(sha256(upload.bytes))
  expect(await client.files.usage.query()).toMatchObject({
    pendingBytes: 0,
    storedBytes: upload.bytes.length,
  })
  expect(await client.uploads.save.mutate({ uploadId: upload.uploadId })).toEqual({ file })
  expect(await openMultiparts(objectKey)).toEqual([])
})

test('many missing parts are named in a sentence that ends', async () => {
  const client = await newClient()
  const made = await planOf(client, 20 * 1024 ** 3)
  const refused = await refusal(client.uploads.save.mutate({ uploadId: made?.uploadId ?? '' }))
  expect(refused.message).toMatch(/parts 1, 2, .*, 20 and 2540 more of/)
  await client.uploads.abort.mutate({ uploadId: made?.uploadId ?? '' })
})

describe('racing', () => {
  test('20 first signatures make one upload in the bucket', async () => {
    const client = await newClient()
    const upload = await planParts(client)
    const signed = await Promise.all(Array.from({ length: 20 }, () => signPart(client, upload, 1)))
    const ids = new Set(signed.map(({ url }) => new URL(url).searchParams.get('uploadId')))
    const row = await rowOf(upload.uploadId)
    expect([...ids]).toEqual([row.multipartId])
    expect(await openMultiparts(row.objectKey)).toEqual([row.multipartId])
    await client.uploads.abort.mutate({ uploadId: upload.uploadId })
  })

  test('10 saves answer the same file, with one event', async () => {
    const client = await newClient()
    const upload = await planParts(client)
    await sendParts(client, upload)
    const { uploadId } = upload
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => client.uploads.save.mutate({ uploadId })),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    const where = { targetId: uploadId, action: 'upload.save' }
    expect(await harness().db.auditEvent.count({ where })).toBe(1)
  })
})

describe('a part', () => {
  test('of another size, or with other bytes, is refused by the bucket', async () => {
    const client = await newClient()
    const upload = await planParts(client)
    const signed = await signPart(client, upload, 3)
    const part = partOf(upload, 3)
    expect(await putPart(signed, part.slice(1))).toBe(403)
    const other = part.slice()
    other[0] = (other[0] ?? 0) ^ 1
    expect(await putPart(signed, other)).toBe(400)
    expect(await putPart({ ...signed, headers: {} }, part)).toBe(403)
    expect(await client.uploads.parts.query({ uploadId: upload.uploadId })).toEqual({ parts: [] })
    await client.uploads.abort.mutate({ uploadId: upload.uploadId })
  })

  test.each([4, 10_000])('%i of three is out of range', async (partNumber) => {
    const client = await newClient()
    const { uploadId } = await planParts(client)
    const parts = [1, partNumber].map((number) => ({ partNumber: number, sha256: 'a'.repeat(64) }))
    expect(await refusal(client.uploads.signParts.mutate({ uploadId, parts }))).toMatchObject({
      reason: 'PART_OUT_OF_RANGE',
      field: 'parts.1.partNumber',
      message: `This upload has 3 parts; there is no part ${partNumber}.`,
    })
  })

  test.each([
    [[], 'parts'],
    [Array.from({ length: 101 }, () => ({ partNumber: 1, sha256: 'a'.repeat(64) })), 'parts'],
    [[{ partNumber: 0, sha256: 'a'.repeat(64) }], 'parts.0.partNumber'],
    [[{ partNumber: 1.5, sha256: 'a'.repeat(64) }], 'parts.0.partNumber'],
    [[{ partNumber: 10_001, sha256: 'a'.repeat(64) }], 'parts.0.partNumber'],
    [[{ partNumber: 1, sha256: 'A'.repeat(64) }], 'parts.0.sha256'],
  ])('that nobody can mean is refused (%#)', async (parts, field) => {
    const client = await newClient()
    const { uploadId } = await planParts(client)
    expect(await refusal(client.uploads.signParts.mutate({ uploadId, parts }))).toMatchObject({
      reason: 'INVALID_INPUT',
      field,
    })
  })

  test('is signed no more when the time is over', async () => {
    const client = await newClient()
    const upload = await planParts(client)
    const wait = harness().policy.multipartSeconds + 1
    harness().skipSeconds(wait)
    const refused = [
      await refusal(signPart(client, upload, 1)),
      await refusal(client.uploads.save.mutate({ uploadId: upload.uploadId })),
    ]
    harness().skipSeconds(-wait)
    expect(refused.map(({ reason }) => reason)).toEqual(['UPLOAD_EXPIRED', 'UPLOAD_EXPIRED'])
  })
})

test('an upload of one PUT has no parts', async () => {
  const client = await newClient()
  const { uploadId } = await plan(client)
  const parts = [{ partNumber: 1, sha256: 'a'.repeat(64) }]
  expect(await refusal(client.uploads.signParts.mutate({ uploadId, parts }))).toMatchObject({
    reason: 'UPLOAD_NOT_MULTIPART',
  })
  expect(await refusal(client.uploads.parts.query({ uploadId }))).toMatchObject({
    reason: 'UPLOAD_NOT_MULTIPART',
  })
})

test("somebody else's upload looks like a missing one to every procedure", async () => {
  const [owner, stranger] = [await newClient(), await newClient()]
  const { uploadId } = await planParts(owner)
  const missing = harness().deps.newId()
  const parts = [{ partNumber: 1, sha256: 'a'.repeat(64) }]
  const calls = {
    signParts: (id: string) => refusal(stranger.uploads.signParts.mutate({ uploadId: id, parts })),
    parts: (id: string) => refusal(stranger.uploads.parts.query({ uploadId: id })),
    save: (id: string) => refusal(stranger.uploads.save.mutate({ uploadId: id })),
    saveBatch: async (id: string) => (await stranger.uploads.saveBatch.mutate({ uploadIds: [id] })).results,
    abort: (id: string) => stranger.uploads.abort.mutate({ uploadId: id }),
  }
  for (const [name, call] of Object.entries(calls)) {
    const without = (answer: unknown) => JSON.parse(JSON.stringify(answer).replaceAll(uploadId, missing))
    expect(without(await call(uploadId)), name).toEqual(await call(missing))
  }
  expect((await stranger.uploads.pending.query({})).uploads).toEqual([])
  expect(await rowOf(uploadId)).toMatchObject({ multipartId: null })
})

describe('what happened behind our back is made good:', () => {
  test('the bucket aborted the upload, so its parts are asked for again', async () => {
    const client = await newClient()
    const upload = await planParts(client)
    await sendParts(client, upload, [1])
    const row = await rowOf(upload.uploadId)
    await abortMultipart(harness().storage, { key: row.objectKey, multipartId: row.multipartId ?? '' })
    expect(await refusal(client.uploads.save.mutate({ uploadId: upload.uploadId }))).toMatchObject({
      reason: 'UPLOAD_INCOMPLETE',
    })
    expect(await client.uploads.parts.query({ uploadId: upload.uploadId })).toEqual({ parts: [] })
    await sendParts(client, upload)
    await client.uploads.save.mutate({ uploadId: upload.uploadId })
  })

  test('the parts were joined, but the save’s answer and its row got lost', async () => {
    const client = await newClient()
    const upload = await planParts(client)
    await sendParts(client, upload)
    const row = await rowOf(upload.uploadId)
    const target = { key: row.objectKey, multipartId: row.multipartId ?? '' }
    const parts = (await listParts(harness().storage, target)) ?? []
    await completeMultipart(harness().storage, { ...target, parts })
    const received = await client.uploads.parts.query({ uploadId: upload.uploadId })
    expect(received.parts.map(({ partNumber, size }) => [partNumber, size])).toEqual([
      [1, 8 * MiB],
      [2, 8 * MiB],
      [3, 2 * MiB],
    ])
    await client.uploads.save.mutate({ uploadId: upload.uploadId })
  })

  test('parts of the right sizes with another content type are refused and go', async () => {
    const client = await newClient()
    const upload = await planParts(client)
    const { objectKey } = await rowOf(upload.uploadId)
    const { multipartId } = await createMultipart(harness().storage, {
      key: objectKey,
      contentType: 'text/html',
    })
    await harness().db.upload.update({ where: { id: upload.uploadId }, data: { multipartId } })
    await sendParts(client, upload)
    expect(await refusal(client.uploads.save.mutate({ uploadId: upload.uploadId }))).toMatchObject({
      reason: 'UPLOAD_TYPE_MISMATCH',
    })
    await harness().settled()
    expect(await headObject(harness().storage, { key: objectKey })).toBeNull()
    expect(await client.files.usage.query()).toMatchObject({ pendingBytes: 0 })
  })
})
