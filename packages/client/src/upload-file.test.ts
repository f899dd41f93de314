import { createHash } from 'node:crypto'
import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { createClient } from './client.ts'
import { reasonOf } from './errors.ts'
import { bucketError, refusal, result, startFaultyServer } from './faulty-server.ts'
import { HASHED_UP_TO } from './sha256.ts'
import { UploadError, UploadPaused } from './upload-error.ts'
import { uploadFile } from './upload-file.ts'
import type { UploadOptions } from './upload-options.ts'
import type { UploadProgress } from './upload-progress.ts'

const AT_ONCE = { delayMs: () => 0 }
/** A file that is read in several pieces. */
const SIZE = 1024 * 1024
const PARTS = Array.from({ length: 16 }, () => new Uint8Array(SIZE / 16))
const hello = new File(['hello'], 'hello.txt', { type: 'text/plain;charset=utf-8' })

function upload(url: string, file: File, options: UploadOptions = {}) {
  return uploadFile(createClient({ url }), file, { retries: AT_ONCE, ...options })
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable('the upload succeeded'),
    (error: unknown) => error,
  )
}

describe('an upload that nothing disturbs', () => {
  test('announces name, size, type without parameters and hash, sends the signed headers, and saves', async () => {
    await using server = await startFaultyServer()
    const file = await upload(server.url, hello)
    expect(file).toMatchObject({ id: 'u1', size: 5 })
    expect(server.calls.presign).toEqual([
      {
        files: [
          {
            uploadId: expect.any(String),
            name: 'hello.txt',
            size: 5,
            contentType: 'text/plain',
            sha256: createHash('sha256').update('hello').digest('hex'),
          },
        ],
      },
    ])
    expect(server.calls.put[0]?.headers).toMatchObject({
      'content-length': '5',
      'content-type': 'text/plain',
      'if-none-match': '*',
    })
    expect(server.calls.put[0]?.headers).not.toHaveProperty('transfer-encoding')
    expect(server.calls.save).toEqual([{ uploadId: 'u1' }])
  })

  test('reports progress through its phases up to the whole size', async () => {
    await using server = await startFaultyServer()
    const seen: UploadProgress[] = []
    await upload(server.url, new File(PARTS, 'a.bin'), { onProgress: (p) => seen.push(p) })
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual(['presigning', 'sending', 'saving', 'done'])
    expect(
      seen.some(({ phase, sentBytes }) => phase === 'sending' && sentBytes > 0 && sentBytes < SIZE),
    ).toBe(true)
    expect(seen.at(-1)).toEqual({ phase: 'done', sentBytes: SIZE, keptBytes: 0, totalBytes: SIZE })
  })

  test('leaves no listener on a signal that outlives it', async () => {
    await using server = await startFaultyServer()
    const { signal } = new AbortController()
    await upload(server.url, hello, { signal })
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  test('an empty file is a fine file', async () => {
    await using server = await startFaultyServer()
    await upload(server.url, new File([], 'empty'))
    expect(server.calls.put[0]?.headers['content-length']).toBe('0')
  })

  test('a large file goes without a hash', async () => {
    await using server = await startFaultyServer()
    await upload(server.url, new File([new Uint8Array(HASHED_UP_TO + 1)], 'big.iso'))
    expect(server.calls.presign[0]).toEqual({
      files: [
        {
          uploadId: expect.any(String),
          name: 'big.iso',
          size: HASHED_UP_TO + 1,
          contentType: 'application/octet-stream',
        },
      ],
    })
    expect(server.objects.get('/bucket/key')?.length).toBe(HASHED_UP_TO + 1)
  })
})

describe('faults that pass', () => {
  test('a busy bucket is asked again, and progress never runs backwards', async () => {
    await using server = await startFaultyServer({
      put: [bucketError(503, 'SlowDown'), bucketError(500, 'InternalError')],
    })
    const seen: number[] = []
    await upload(server.url, new File(PARTS, 'a.bin'), {
      onProgress: ({ sentBytes }) => seen.push(sentBytes),
    })
    expect(server.calls.put).toHaveLength(3)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(server.objects.get('/bucket/key')?.length).toBe(SIZE)
  })

  test('a connection that breaks is made again', async () => {
    await using server = await startFaultyServer({ put: [{ kind: 'break', stored: false }] })
    await expect(upload(server.url, hello)).resolves.toMatchObject({ size: 5 })
    expect(server.calls.put).toHaveLength(2)
  })

  test('a file whose bytes arrived although the answer did not is saved, not failed', async () => {
    await using server = await startFaultyServer({ put: [{ kind: 'break', stored: true }] })
    await expect(upload(server.url, hello)).resolves.toMatchObject({ size: 5 })
    expect(server.calls.save).toHaveLength(1)
  })

  test('presign and save are asked again when the server is unavailable or its answer is lost', async () => {
    await using server = await startFaultyServer({
      presign: [refusal(503, 'DATABASE_UNAVAILABLE')],
      save: [
        { kind: 'break', stored: false },
        refusal(503, 'STORAGE_UNAVAILABLE'),
        { kind: 'refuse', status: 502, body: '<html>Bad gateway</html>', contentType: 'text/html' },
      ],
    })
    await expect(upload(server.url, hello)).resolves.toMatchObject({ size: 5 })
    expect(server.calls).toMatchObject({ put: { length: 1 }, presign: { length: 2 }, save: { length: 4 } })
    // With the same id, so that nothing is reserved twice.
    expect(server.calls.presign[1]).toEqual(server.calls.presign[0])
  })

  test('a fault that stays is given up after the agreed tries', async () => {
    const always = Array.from({ length: 9 }, () => bucketError(503, 'SlowDown'))
    await using server = await startFaultyServer({ put: always })
    const error = await failureOf(upload(server.url, hello, { retries: { attempts: 4, delayMs: () => 0 } }))
    expect(error).toMatchObject({ reason: 'BUCKET_UNAVAILABLE', retryable: true, code: 'SlowDown' })
    expect(server.calls.put).toHaveLength(4)
  })
})

describe('refusals', () => {
  test('a refused presign keeps the server’s reason, and nothing is sent', async () => {
    await using server = await startFaultyServer({ presign: [refusal(413, 'QUOTA_EXCEEDED')] })
    expect(reasonOf(await failureOf(upload(server.url, hello)))).toBe('QUOTA_EXCEEDED')
    expect(server.calls.presign).toHaveLength(1)
    expect(server.calls.put).toHaveLength(0)
  })

  test.each([
    ['bytes of another hash', bucketError(400, 'BadDigest'), 'CHECKSUM_MISMATCH', true],
    ['a wrong signature', bucketError(403, 'SignatureDoesNotMatch'), 'BUCKET_REFUSED', false],
  ])('%s is not sent a second time', async (_, fault, reason, retryable) => {
    await using server = await startFaultyServer({ put: [fault] })
    const error = await failureOf(upload(server.url, hello))
    expect(error).toBeInstanceOf(UploadError)
    expect(error).toMatchObject({ reason, retryable })
    expect(JSON.stringify(error) + String(error)).not.toContain('secret')
    expect(server.calls.put).toHaveLength(1)
    expect(server.calls.save).toHaveLength(0)
    expect(server.calls.abort).toEqual([{ uploadId: 'u1' }])
  })

  test('an upload whose URL expired is given up and planned anew, but not for ever', async () => {
    const expired = bucketError(403, 'AccessDenied', 'Request has expired')
    await using once = await startFaultyServer({ put: [expired] })
    await expect(upload(once.url, hello)).resolves.toMatchObject({ size: 5 })
    expect(once.calls).toMatchObject({ presign: { length: 2 }, put: { length: 2 }, abort: { length: 1 } })

    await using always = await startFaultyServer({ put: Array.from({ length: 9 }, () => expired) })
    const error = await failureOf(upload(always.url, hello))
    expect(error).toMatchObject({ reason: 'URL_EXPIRED', retryable: true })
    expect(always.calls.put).toHaveLength(3)
  })

  test('a refused save keeps the server’s reason', async () => {
    await using server = await startFaultyServer({ save: [refusal(409, 'UPLOAD_SIZE_MISMATCH')] })
    expect(reasonOf(await failureOf(upload(server.url, hello)))).toBe('UPLOAD_SIZE_MISMATCH')
    expect(server.calls.save).toHaveLength(1)
  })
})

describe('a cancelled upload', () => {
  test.each(['presign', 'put', 'save'] as const)('stops during %s and leaves no listener', async (step) => {
    await using server = await startFaultyServer({ [step]: [{ kind: 'hang' }] })
    const controller = new AbortController()
    const failed = failureOf(upload(server.url, hello, { signal: controller.signal }))
    await server.until(() => server.calls[step].length === 1)
    controller.abort(new Error('changed my mind'))
    expect(await failed).toMatchObject({ message: 'changed my mind' })
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
    // What was not even planned has nothing to give back.
    expect(server.calls.abort).toHaveLength(step === 'presign' ? 0 : 1)
  })

  test('keeps what the bucket has when it is paused', async () => {
    await using server = await startFaultyServer({ put: [{ kind: 'hang' }] })
    const controller = new AbortController()
    const failed = failureOf(upload(server.url, hello, { signal: controller.signal }))
    await server.until(() => server.calls.put.length === 1)
    controller.abort(new UploadPaused())
    expect(await failed).toBeInstanceOf(UploadPaused)
    expect(server.calls.abort).toHaveLength(0)
  })

  test('is a file when saving it was quicker', async () => {
    await using server = await startFaultyServer({
      save: [{ kind: 'hang' }],
      abort: [result({ uploadId: 'u1', file: { id: 'u1' } })],
    })
    const controller = new AbortController()
    const done = upload(server.url, hello, { signal: controller.signal })
    await server.until(() => server.calls.save.length === 1)
    controller.abort(new Error('changed my mind'))
    await expect(done).resolves.toMatchObject({ id: 'u1' })
  })

  test('stops while it waits for the next try', async () => {
    await using server = await startFaultyServer({ put: [bucketError(503, 'SlowDown')] })
    const controller = new AbortController()
    const retries = {
      delayMs() {
        queueMicrotask(() => controller.abort(new Error('changed my mind')))
        return 3_600_000
      },
    }
    const error = await failureOf(upload(server.url, hello, { signal: controller.signal, retries }))
    expect(error).toMatchObject({ message: 'changed my mind' })
    expect(server.calls.put).toHaveLength(1)
  })

  test('asks for nothing when it was cancelled before', async () => {
    await using server = await startFaultyServer()
    const error = await failureOf(upload(server.url, hello, { signal: AbortSignal.abort(new Error('no')) }))
    expect(error).toMatchObject({ message: 'no' })
    expect(server.calls.presign).toHaveLength(0)
  })
})
