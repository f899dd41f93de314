import { describe, expect, test } from 'vitest'
import { refusal, sharedHarness, upload } from './testing.ts'

const harness = sharedHarness()
const FILE = { name: 'a.txt', size: 1, contentType: 'text/plain' }

type Answer = { status: number; error: { message: string; data: Record<string, unknown> } | undefined }

/** Any JSON, as no typed client would send it. */
async function call(path: string, input: unknown, method: 'GET' | 'POST' = 'POST'): Promise<Answer> {
  const user = await harness().newUser({ role: 'admin' })
  const text = typeof input === 'string' ? input : JSON.stringify(input)
  const response =
    method === 'GET'
      ? await harness().request(user, `${path}?input=${encodeURIComponent(text)}`)
      : await harness().request(user, path, {
          method,
          headers: { 'content-type': 'application/json' },
          body: text,
        })
  const { error } = (await response.json()) as { error?: Answer['error'] }
  return { status: response.status, error }
}

async function counts() {
  const { db } = harness()
  return {
    uploads: await db.upload.count(),
    files: await db.s3File.count(),
    usage: await db.usage.count(),
    events: await db.auditEvent.count(),
  }
}

const refusedFiles: [string, object, string, string, RegExp][] = [
  ['no name', { name: undefined }, 'INVALID_FILE_NAME', 'name', /is missing/],
  ['a name that is a number', { name: 7 }, 'INVALID_FILE_NAME', 'name', /must be a text/],
  ['an empty name', { name: '' }, 'INVALID_FILE_NAME', 'name', /must not be empty/],
  ['a blank name', { name: ' \u3000 ' }, 'INVALID_FILE_NAME', 'name', /must not be empty/],
  ['a name that cannot be seen', { name: '\u200b\u3164' }, 'INVALID_FILE_NAME', 'name', /must not be empty/],
  ['a public file', { visibility: 'public' }, 'INVALID_INPUT', 'visibility', /must be private/],
  ['a name of 300 bytes', { name: 'ä'.repeat(150) }, 'INVALID_FILE_NAME', 'name', /at most 255 bytes/],
  ['a name with a control character', { name: 'a\u0007b' }, 'INVALID_FILE_NAME', 'name', /control/],
  ['a name with a NUL', { name: 'a\0b' }, 'INVALID_FILE_NAME', 'name', /control/],
  ['a name with a newline', { name: 'a\nb' }, 'INVALID_FILE_NAME', 'name', /control/],
  ['a name that reads backwards', { name: 'a\u202Etxt.exe' }, 'INVALID_FILE_NAME', 'name', /direction/],
  ['a name with half a surrogate pair', { name: 'a\uD83D' }, 'INVALID_FILE_NAME', 'name', /must not hold/],
  ['a name with a slash', { name: '../a' }, 'INVALID_FILE_NAME', 'name', /slash/],
  ['a name with a backslash', { name: 'a\\b' }, 'INVALID_FILE_NAME', 'name', /slash/],
  ['a name of dots', { name: '..' }, 'INVALID_FILE_NAME', 'name', /must not be/],
  ['no size', { size: undefined }, 'INVALID_INPUT', 'size', /is missing/],
  ['a negative size', { size: -1 }, 'INVALID_INPUT', 'size', /at least 0/],
  ['a fractional size', { size: 1.5 }, 'INVALID_INPUT', 'size', /a whole number/],
  ['a size in words', { size: '1' }, 'INVALID_INPUT', 'size', /must be a number/],
  ['a size that is not a number', { size: null }, 'INVALID_INPUT', 'size', /must be a number/],
  ['a size over the limit', { size: 50 * 1024 ** 2 + 1 }, 'FILE_TOO_LARGE', 'size', /52428800/],
  ['a size beyond all numbers', { size: 2 ** 60 }, 'FILE_TOO_LARGE', 'size', /at most/],
  ['no type', { contentType: undefined }, 'INVALID_INPUT', 'contentType', /is missing/],
  ['a type that is none', { contentType: 'text' }, 'INVALID_INPUT', 'contentType', /media type/],
  [
    'a type with parameters',
    { contentType: 'text/plain; charset=x' },
    'INVALID_INPUT',
    'contentType',
    /media type/,
  ],
  [
    'a type that breaks out of its header',
    { contentType: 'a/b\r\nx: y' },
    'INVALID_INPUT',
    'contentType',
    /media type/,
  ],
  [
    'a type of 200 characters',
    { contentType: `a/${'b'.repeat(198)}` },
    'INVALID_INPUT',
    'contentType',
    /at most 127/,
  ],
  [
    'a checksum in base64',
    { sha256: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=' },
    'INVALID_INPUT',
    'sha256',
    /64 lowercase/,
  ],
  ['a checksum in capitals', { sha256: 'A'.repeat(64) }, 'INVALID_INPUT', 'sha256', /64 lowercase/],
  ['a visibility that is none', { visibility: 'secret' }, 'INVALID_INPUT', 'visibility', /private/],
]

test.each(refusedFiles)(
  'a file with %s is refused with its field and a cure',
  async (...[, file, reason, field, cure]) => {
    const before = await counts()
    const { status, error } = await call('uploads.presign', {
      files: [FILE, FILE, FILE, { ...FILE, ...file }],
    })
    expect(error?.data).toMatchObject({ reason, field: `files.3.${field}` })
    expect(error?.message).toMatch(cure)
    expect(error?.message).toMatch(/^[A-Zf].*\.$/)
    expect(status).toBe(reason === 'FILE_TOO_LARGE' ? 413 : 400)
    expect(error?.data).not.toHaveProperty('stack')
    expect(await counts()).toEqual(before)
  },
)

test('names that look odd but are harmless are fine', async () => {
  const client = harness().as(await harness().newUser())
  const names = [
    '.env',
    ' a ',
    'ä'.repeat(127),
    '名前.txt',
    '👩‍👩‍👧.png',
    'a%00b',
    "'; DROP TABLE s3_files; --",
    '-rf',
    'CON',
  ]
  for (const name of names) expect((await upload(client, { name })).name).toBe(name.normalize('NFC'))
})

describe('a batch', () => {
  test.each([
    ['of no files', { files: [] }, /must not be empty/],
    ['of 101 files', { files: Array.from({ length: 101 }, () => FILE) }, /at most 100 items/],
    ['that is none', { files: 'a' }, /must be a list/],
    ['that is missing', {}, /files is missing/],
  ])('%s is refused', async (_, input, cure) => {
    const { status, error } = await call('uploads.presign', input)
    expect({ status, reason: error?.data.reason, field: error?.data.field }).toEqual({
      status: 400,
      reason: 'INVALID_INPUT',
      field: 'files',
    })
    expect(error?.message).toMatch(cure)
  })
})

describe('ids', () => {
  const ids = [
    '',
    '1',
    'x'.repeat(1000),
    '00000000-0000-0000-0000-00000000000g',
    'a\0b',
    7,
    null,
    {},
    [],
    undefined,
  ]
  const paths = [
    'uploads.save',
    'files.presignDownload',
    'files.trash',
    'files.restore',
    'files.purge',
    'admin.files.presignDownload',
    'admin.files.restore',
  ]
  test.each(ids)('like %j are refused everywhere', async (id) => {
    for (const path of paths) {
      const field = path === 'uploads.save' ? 'uploadId' : 'id'
      const { status, error } = await call(path, { [field]: id })
      expect({ path, status, ...error?.data }).toMatchObject({
        path,
        status: 400,
        reason: 'INVALID_INPUT',
        field,
      })
    }
    const { error } = await call('files.get', { id }, 'GET')
    expect(error?.data).toMatchObject({ reason: 'INVALID_INPUT', field: 'id' })
  })

  test('that nobody has are not found', async () => {
    const missing = '00000000-0000-0000-0000-000000000000'
    for (const path of paths.filter((path) => path !== 'uploads.save')) {
      const { status, error } = await call(path, { id: missing })
      expect({ path, status, ...error?.data }).toMatchObject({
        path,
        status: 404,
        reason: 'FILE_NOT_FOUND',
        field: null,
      })
    }
  })
})

describe('lists', () => {
  test.each([
    ['files.list', { limit: 0 }, 'limit', 'INVALID_INPUT'],
    ['files.list', { limit: 101 }, 'limit', 'INVALID_INPUT'],
    ['files.list', { limit: 1.5 }, 'limit', 'INVALID_INPUT'],
    ['files.list', { sort: 'id' }, 'sort', 'INVALID_INPUT'],
    ['files.list', { order: 'up' }, 'order', 'INVALID_INPUT'],
    ['files.list', { kind: 'photo' }, 'kind', 'INVALID_INPUT'],
    ['files.list', { search: 'a\0' }, 'search', 'INVALID_INPUT'],
    ['files.list', { search: '\uDC00' }, 'search', 'INVALID_INPUT'],
    ['files.list', { search: 'x'.repeat(256) }, 'search', 'INVALID_INPUT'],
    ['files.list', { trashed: 'yes' }, 'trashed', 'INVALID_INPUT'],
    ['files.list', { cursor: 'x'.repeat(5000) }, 'cursor', 'INVALID_CURSOR'],
    ['files.list', { cursor: 7 }, 'cursor', 'INVALID_CURSOR'],
    ['admin.files.list', { ownerId: 'a\0' }, 'ownerId', 'INVALID_INPUT'],
    ['admin.files.list', { state: 'gone' }, 'state', 'INVALID_INPUT'],
    ['admin.audit.list', { targetId: '\0' }, 'targetId', 'INVALID_INPUT'],
    ['admin.audit.list', { action: 'file.eat' }, 'action', 'INVALID_INPUT'],
  ])('%s refuses %j', async (path, input, field, reason) => {
    const { status, error } = await call(path, input, 'GET')
    expect({ status, ...error?.data }).toMatchObject({ status: 400, field, reason })
    expect(error?.message).toMatch(/\.$/)
  })
})

test('a refusal is the same through the typed client', async () => {
  const client = harness().as(await harness().newUser())
  const refused = await refusal(client.files.rename.mutate({ id: harness().deps.newId(), name: '' }))
  expect(refused).toEqual({
    reason: 'INVALID_FILE_NAME',
    field: 'name',
    message: 'name must not be empty.',
    status: 400,
    code: 'BAD_REQUEST',
  })
})
