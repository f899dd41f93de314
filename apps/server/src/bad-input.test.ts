import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusalOf, startTestServer, type TestServer } from './testing.ts'

const FINE = { name: 'a.txt', size: 3, contentType: 'text/plain' }

let server: TestServer
/** Milliseconds by which the server's clock is behind. */
let behind = 0
beforeAll(async () => {
  server = await startTestServer({ MAX_FILE_BYTES: '1000' }, { now: () => new Date(Date.now() - behind) })
})
afterAll(() => server[Symbol.asyncDispose]())

type Case = [what: string, file: Record<string, unknown>, reason: string, field: string]
const cases: Case[] = [
  ['an empty name', { name: '' }, 'INVALID_FILE_NAME', 'files.0.name'],
  ['a name of blanks', { name: '   ' }, 'INVALID_FILE_NAME', 'files.0.name'],
  ['a 300-byte name', { name: 'ä'.repeat(150) }, 'INVALID_FILE_NAME', 'files.0.name'],
  ['a control character', { name: 'a\u0007.txt' }, 'INVALID_FILE_NAME', 'files.0.name'],
  ['a NUL', { name: 'a\u0000.txt' }, 'INVALID_FILE_NAME', 'files.0.name'],
  ['a bidi character', { name: 'a\u202Etxt.exe' }, 'INVALID_FILE_NAME', 'files.0.name'],
  ['a lone surrogate', { name: 'a\uD800.txt' }, 'INVALID_FILE_NAME', 'files.0.name'],
  ['a negative size', { size: -1 }, 'INVALID_INPUT', 'files.0.size'],
  ['a fractional size', { size: 1.5 }, 'INVALID_INPUT', 'files.0.size'],
  ['a size that is no number', { size: '3' }, 'INVALID_INPUT', 'files.0.size'],
  ['a size over the limit', { size: 1001 }, 'FILE_TOO_LARGE', 'files.0.size'],
  ['a type that is none', { contentType: 'pdf' }, 'INVALID_INPUT', 'files.0.contentType'],
  ['a checksum that is none', { sha256: 'abc' }, 'INVALID_INPUT', 'files.0.sha256'],
]

describe('presign refuses, names the field, says what to do, and leaves nothing behind:', () => {
  test.each(cases)('%s', async (_what, change, reason, field) => {
    const { token, client } = await server.signUp()
    const response = await presign(token, [{ ...FINE, ...change }])
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    const { error } = (await response.json()) as { error: { message: string; data: object } }
    expect(error.data).toMatchObject({ reason, field })
    expect(error.message.length).toBeGreaterThan(10)
    expect(error).not.toHaveProperty('data.stack')
    expect(await client.files.usage.query()).toMatchObject({ pendingBytes: 0, storedCount: 0 })
  })

  test('101 files in a batch, also when one of them would fit', async () => {
    const { token, client } = await server.signUp()
    const response = await presign(
      token,
      Array.from({ length: 101 }, () => FINE),
    )
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { data: { reason: 'INVALID_INPUT', field: 'files' } },
    })
    expect(await client.files.usage.query()).toMatchObject({ pendingBytes: 0 })
  })

  test('one bad file among good ones', async () => {
    const { token, client } = await server.signUp()
    const response = await presign(token, [FINE, FINE, { ...FINE, name: '' }])
    expect(await response.json()).toMatchObject({ error: { data: { field: 'files.2.name' } } })
    expect(await client.files.usage.query()).toMatchObject({ pendingBytes: 0 })
  })
})

test('a file of 0 bytes is a fine file', async () => {
  const { client } = await server.signUp()
  const { uploads } = await client.uploads.presign.mutate({ files: [{ ...FINE, size: 0 }] })
  const [upload] = uploads
  if (upload?.plan !== 'put') throw new Error('nothing was presigned')
  expect((await put(upload, new Uint8Array())).status).toBe(200)
  const { file } = await client.uploads.save.mutate({ uploadId: upload.uploadId })
  expect(file.size).toBe(0)
})

test('a save before the PUT is refused and can be repeated after it', async () => {
  const { client } = await server.signUp()
  const upload = await presignOne(client)
  const refusal = await refusalOf(client.uploads.save.mutate({ uploadId: upload.uploadId }))
  expect(refusal.data).toMatchObject({ reason: 'UPLOAD_NOT_RECEIVED', httpStatus: 412 })
  await put(upload, randomBytes(3))
  expect((await client.uploads.save.mutate({ uploadId: upload.uploadId })).file.size).toBe(3)
})

test('the bucket refuses another size, and a second PUT to the same URL', async () => {
  const { client } = await server.signUp()
  const upload = await presignOne(client)
  expect((await put(upload, randomBytes(4))).status).toBe(403)
  expect((await refusalOf(client.uploads.save.mutate({ uploadId: upload.uploadId }))).data.reason).toBe(
    'UPLOAD_NOT_RECEIVED',
  )
  expect((await put(upload, randomBytes(3))).status).toBe(200)
  expect((await put(upload, randomBytes(3))).status).toBe(412)
})

test('the bucket refuses an expired URL, and the save says that it expired', async () => {
  const { client } = await server.signUp()
  behind = 3_600_000
  const upload = await presignOne(client)
  behind = 0
  expect((await put(upload, randomBytes(3))).status).toBe(403)
  expect((await refusalOf(client.uploads.save.mutate({ uploadId: upload.uploadId }))).data.reason).toBe(
    'UPLOAD_EXPIRED',
  )
})

test("another's upload and file look exactly like missing ones", async () => {
  const [mine, theirs] = [await server.signUp(), await server.signUp()]
  const upload = await presignOne(theirs.client)
  await put(upload, randomBytes(3))
  const { file } = await theirs.client.uploads.save.mutate({ uploadId: upload.uploadId })
  const pending = await presignOne(theirs.client)
  const missing = '019a0000-0000-7000-8000-000000000000'
  const calls = {
    get: (id: string) => mine.client.files.get.query({ id }),
    download: (id: string) => mine.client.files.presignDownload.mutate({ id }),
    rename: (id: string) => mine.client.files.rename.mutate({ id, name: 'b.txt' }),
    trash: (id: string) => mine.client.files.trash.mutate({ id }),
    restore: (id: string) => mine.client.files.restore.mutate({ id }),
    purge: (id: string) => mine.client.files.purge.mutate({ id }),
    save: (id: string) => mine.client.uploads.save.mutate({ uploadId: id }),
  }
  for (const [verb, call] of Object.entries(calls)) {
    const foreign = await refusalOf(call(verb === 'save' ? pending.uploadId : file.id))
    const unknown = await refusalOf(call(missing))
    expect({ ...foreign.data, requestId: null }, verb).toEqual({ ...unknown.data, requestId: null })
    expect(foreign.message, verb).toBe(unknown.message)
    expect(foreign.data.httpStatus, verb).toBe(404)
  }
  expect((await theirs.client.files.get.query({ id: file.id })).name).toBe('a.txt')
})

test('nobody gets in without a session, with a ban, or to the dashboard without being an admin', async () => {
  const user = await server.signUp()
  const anonymous = await fetch(`${server.url}/trpc/files.usage`)
  expect(anonymous.status).toBe(401)
  expect(await anonymous.json()).toMatchObject({ error: { data: { reason: 'UNAUTHENTICATED' } } })

  const refused = await refusalOf(user.client.admin.files.list.query({}))
  expect(refused.data).toMatchObject({ reason: 'ADMIN_ONLY', httpStatus: 403 })

  await server.deps.db.user.update({ where: { id: user.id }, data: { banned: true } })
  const banned = await refusalOf(user.client.files.usage.query())
  expect(banned.data).toMatchObject({ reason: 'USER_BANNED', httpStatus: 403 })
})

type RawCase = [what: string, init: { body: string; headers?: Record<string, string> }]
const rawCases: RawCase[] = [
  ['broken JSON', { body: '{"id":' }],
  ['no body', { body: '' }],
  ['a number', { body: '7' }],
  ['an id that is no UUID', { body: '{"id":"../../etc"}' }],
  ['a NUL in the id', { body: '{"id":"\\u0000"}' }],
  ['a form', { body: 'id=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
]

test.each(rawCases)('%s is a refusal with a reason, not a fault', async (_what, init) => {
  const { token } = await server.signUp()
  const response = await fetch(`${server.url}/trpc/files.trash`, {
    method: 'POST',
    ...init,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...init.headers },
  })
  expect(response.status).toBeLessThan(500)
  expect(response.status).toBeGreaterThanOrEqual(400)
  const { error } = (await response.json()) as { error: { data: { reason: string } } }
  expect(error.data.reason).toMatch(/^[A-Z_]+$/)
  expect(error.data.reason).not.toBe('INTERNAL')
})

test('a cursor that we did not make is refused', async () => {
  const { client } = await server.signUp()
  for (const cursor of ['x', 'e30', Buffer.from('{"at":1}').toString('base64url')]) {
    expect((await refusalOf(client.files.list.query({ cursor }))).data.reason).toBe('INVALID_CURSOR')
  }
})

function presign(token: string, files: unknown[]) {
  return fetch(`${server.url}/trpc/uploads.presign`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ files }),
  })
}

type Client = Awaited<ReturnType<TestServer['signUp']>>['client']
type Upload = Awaited<ReturnType<typeof presignOne>>

async function presignOne(client: Client) {
  const { uploads } = await client.uploads.presign.mutate({ files: [FINE] })
  const [upload] = uploads
  if (upload?.plan !== 'put') throw new Error('nothing was presigned')
  return upload
}

function put(upload: Upload, body: Uint8Array<ArrayBuffer>) {
  return fetch(upload.url, { method: upload.method, headers: upload.headers, body })
}
