import { randomBytes } from 'node:crypto'
import { createStorage, presignPut } from '@holdall/storage'
import { expect, test } from 'vitest'
import { BYTES, type Client, presign, put, refusal, sharedHarness, upload } from '../testing.ts'
import { saveUploads } from './save.ts'

const harness = sharedHarness()

async function newClient(): Promise<Client> {
  return harness().as(await harness().newUser())
}

const file = (name: string) => ({ name, size: BYTES.length, contentType: 'text/plain' })

test('100 uploads are saved in one call, in their order, with two round trips to the database', async () => {
  const client = await newClient()
  const files = Array.from({ length: 100 }, (_, index) => file(`${index}.txt`))
  const { uploads } = await client.uploads.presign.mutate({ files })
  for (const made of uploads) if (made.plan === 'put') await put(made)
  const uploadIds = uploads.map(({ uploadId }) => uploadId)
  harness().roundTrips()
  const { results } = await client.uploads.saveBatch.mutate({ uploadIds })
  expect(harness().roundTrips()).toBe(2)
  expect(results.map((result) => ('file' in result ? result.file.name : result.reason))).toEqual(
    files.map(({ name }) => name),
  )
  const listed = (await client.files.list.query({ order: 'asc', limit: 100 })).files
  expect(listed.map(({ name }) => name)).toEqual(files.map(({ name }) => name))
  expect(await client.uploads.saveBatch.mutate({ uploadIds })).toEqual({ results })
  expect(await client.files.usage.query()).toMatchObject({ pendingBytes: 0, storedCount: 100 })
})

test('each upload of a batch has its own end', async () => {
  const user = await harness().newUser()
  const client = harness().as(user)
  const [good, unsent, wrong] = [await presign(client), await presign(client), await presign(client)]
  const before = await upload(client)
  const foreign = await upload(await newClient())
  await put(good)
  const { objectKey: key } = await harness().db.upload.findUniqueOrThrow({ where: { id: wrong.uploadId } })
  const other = Uint8Array.from(randomBytes(BYTES.length + 1))
  const forged = await presignPut(harness().storage, {
    key,
    size: other.length,
    contentType: 'text/plain',
    expiresIn: 60,
  })
  expect((await fetch(forged.url, { method: 'PUT', headers: forged.headers, body: other })).status).toBe(200)
  const missing = harness().deps.newId()
  const ids = [unsent.uploadId, good.uploadId, missing, before.id, wrong.uploadId, foreign.id, good.uploadId]
  const { results } = await client.uploads.saveBatch.mutate({ uploadIds: ids })
  expect(results.map(({ uploadId }) => uploadId)).toEqual(ids)
  expect(results.map((result) => ('file' in result ? 'file' : result.reason))).toEqual([
    'UPLOAD_NOT_RECEIVED',
    'file',
    'UPLOAD_NOT_FOUND',
    'file',
    'UPLOAD_SIZE_MISMATCH',
    'UPLOAD_NOT_FOUND',
    'file',
  ])
  expect(results[3]).toEqual({ uploadId: before.id, file: before })
  for (const result of results) if ('message' in result) expect(result.message).toMatch(/^[A-Z].*\.$/)
})

test('batches that race over the same uploads save each once', async () => {
  const client = await newClient()
  const { uploads } = await client.uploads.presign.mutate({
    files: Array.from({ length: 20 }, (_, index) => file(`${index}.txt`)),
  })
  for (const made of uploads) if (made.plan === 'put') await put(made)
  const ids = uploads.map(({ uploadId }) => uploadId)
  const answers = await Promise.all([
    client.uploads.saveBatch.mutate({ uploadIds: ids }),
    client.uploads.saveBatch.mutate({ uploadIds: ids.toReversed() }),
    ...ids.map((uploadId) => client.uploads.save.mutate({ uploadId })),
  ])
  expect(answers).toHaveLength(22)
  expect((await client.files.list.query({})).files).toHaveLength(20)
  const where = { targetId: { in: ids }, action: 'upload.save' }
  expect(await harness().db.auditEvent.count({ where })).toBe(20)
})

test('a bucket that is away is the reason of each, and the next call saves', async () => {
  const user = await harness().newUser()
  const client = harness().as(user)
  const presigned = await presign(client)
  await put(presigned)
  const storage = createStorage({
    bucket: 'gone',
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  const request = { id: harness().deps.newId(), ip: null, userAgent: null }
  const deps = { ...harness().deps, storage, user, request, afterCommit: () => {} }
  expect(await saveUploads(deps, { uploadIds: [presigned.uploadId] })).toMatchObject({
    results: [{ uploadId: presigned.uploadId, reason: 'STORAGE_UNAVAILABLE' }],
  })
  const { results } = await client.uploads.saveBatch.mutate({ uploadIds: [presigned.uploadId] })
  expect(results).toMatchObject([{ file: { id: presigned.uploadId } }])
})

test.each([[[]], [Array.from({ length: 101 }, () => crypto.randomUUID())], [['x']]])(
  'a batch that nobody can mean is refused (%#)',
  async (uploadIds) => {
    const refused = await refusal((await newClient()).uploads.saveBatch.mutate({ uploadIds }))
    expect(refused.reason).toBe('INVALID_INPUT')
  },
)
