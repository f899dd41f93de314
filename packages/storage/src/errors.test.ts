import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import * as S from './index.ts'

const SECRET = 'a-secret-that-must-not-appear'
const cleanups: (() => void)[] = []
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

/** A storage whose server answers as told: what S3 says when it is ill can't be had from a healthy one. */
async function storageOn(listener: RequestListener): Promise<S.Storage> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const storage = open(`http://127.0.0.1:${port}`)
  cleanups.push(() => {
    S.destroyStorage(storage)
    server.close()
    server.closeAllConnections()
  })
  return storage
}

function open(endpoint: string): S.Storage {
  const credentials = { accessKeyId: 'access-key', secretAccessKey: SECRET }
  return S.createStorage({ bucket: 'bucket', region: 'us-east-1', endpoint, credentials })
}

function xml(status: number, code: string, message: string): RequestListener {
  return (_, res) => {
    res.writeHead(status, { 'content-type': 'application/xml', 'x-amz-request-id': 'REQ1' })
    res.end(`<Error><Code>${code}</Code><Message>${message}</Message><RequestId>REQ1</RequestId></Error>`)
  }
}

async function failureOf(promise: Promise<unknown>): Promise<S.StorageError> {
  const error = await promise.then(
    () => new Error('It did not fail.'),
    (reason: unknown) => reason,
  )
  if (error instanceof S.StorageError) return error
  throw error
}

const first = async (list: AsyncIterable<unknown>) => {
  for await (const item of list) return item
}

test('every operation rejects with a StorageError that names it', async () => {
  const storage = await storageOn(xml(403, 'AccessDenied', 'Access Denied'))
  const upload = { key: 'k', multipartId: 'm' }
  const calls: [string, () => Promise<unknown>][] = [
    ['HeadObject', () => S.headObject(storage, { key: 'k' })],
    ['DeleteObject', () => S.deleteObject(storage, { key: 'k' })],
    ['DeleteObjects', () => S.deleteObjects(storage, { keys: ['k'] })],
    ['CreateMultipartUpload', () => S.createMultipart(storage, { key: 'k', contentType: 'a/b' })],
    ['ListParts', () => S.listParts(storage, upload)],
    ['CompleteMultipartUpload', () => S.completeMultipart(storage, { ...upload, parts: [] })],
    ['AbortMultipartUpload', () => S.abortMultipart(storage, upload)],
    ['ListMultipartUploads', () => first(S.listMultiparts(storage))],
    ['ListObjectsV2', () => first(S.listObjects(storage))],
    ['HeadBucket', () => S.checkBucket(storage)],
    ['HeadBucket', () => S.setUpBucket(storage, { origins: ['https://a.example.com'] })],
  ]
  for (const [operation, call] of calls) {
    const error = await failureOf(call())
    expect(error.message).toMatch(
      new RegExp(`^${operation} failed: AccessDenied \\(status 403, request REQ1\\)`),
    )
    expect(error).toMatchObject({ code: 'AccessDenied', status: 403, retryable: false })
  }
})

test('a missing bucket is no missing upload', async () => {
  const storage = await storageOn(xml(404, 'NoSuchBucket', 'The specified bucket does not exist'))
  const upload = { key: 'k', multipartId: 'm' }
  await expect(S.listParts(storage, upload)).rejects.toMatchObject({ code: 'NoSuchBucket', status: 404 })
  await expect(S.abortMultipart(storage, upload)).rejects.toMatchObject({ code: 'NoSuchBucket' })
})

test('neither URLs nor signatures nor secrets get into an error', async () => {
  const storage = await storageOn(
    xml(
      403,
      'SignatureDoesNotMatch',
      `No: http://h/b/k?X-Amz-Signature=abcd1234 or Signature=abcd1234&amp;x`,
    ),
  )
  const error = await failureOf(S.deleteObject(storage, { key: 'k' }))
  const whole = `${JSON.stringify(error, Object.getOwnPropertyNames(error))} ${String(error.cause)}`
  expect(whole).toContain('SignatureDoesNotMatch')
  for (const leak of ['abcd1234', 'http://', SECRET]) expect(whole).not.toContain(leak)
})

test('a busy server is asked three times, and then it is for the caller to try later', async () => {
  let asked = 0
  const storage = await storageOn((req, res) => {
    asked += 1
    xml(503, 'SlowDown', 'Please reduce your request rate.')(req, res)
  })
  expect(await failureOf(S.deleteObject(storage, { key: 'k' }))).toMatchObject({
    code: 'SlowDown',
    status: 503,
    retryable: true,
  })
  expect(asked).toBe(3)
})

test('a server that recovers meanwhile is no failure', async () => {
  let asked = 0
  const storage = await storageOn((req, res) => {
    asked += 1
    if (asked < 3) xml(500, 'InternalError', 'Try again.')(req, res)
    else res.writeHead(204).end()
  })
  await S.deleteObject(storage, { key: 'k' })
})

test('no server, and one that hangs up, are failures of the network', async () => {
  const gone = open('http://127.0.0.1:1')
  expect(await failureOf(S.checkBucket(gone))).toMatchObject({
    code: 'ECONNREFUSED',
    status: 0,
    retryable: true,
  })
  const rude = await storageOn((req) => req.socket.destroy())
  expect(await failureOf(S.checkBucket(rude))).toMatchObject({
    code: 'ECONNRESET',
    status: 0,
    retryable: true,
  })
})

test('a check that its caller gives up ends at once, while the server is still silent', async () => {
  const caller = new AbortController()
  const storage = await storageOn(() => caller.abort())
  expect(await failureOf(S.checkBucket(storage, { signal: caller.signal }))).toMatchObject({
    code: 'AbortError',
    status: 0,
    retryable: false,
  })
})

test('an answer that is no S3’s is said to be that', async () => {
  const storage = await storageOn((_, res) => res.writeHead(200, { 'content-type': 'text/html' }).end())
  const error = await failureOf(S.headObject(storage, { key: 'k' }))
  expect(error).toMatchObject({ code: 'InvalidResponse', retryable: false })
})

test('an answer that is not even XML is a failure, too', async () => {
  const storage = await storageOn((_, res) =>
    res.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello'),
  )
  await failureOf(first(S.listObjects(storage)))
})

test('keys that were refused in a batch are said, each with its reason', async () => {
  const storage = await storageOn((_, res) => {
    res.writeHead(200, { 'content-type': 'application/xml' })
    res.end(
      '<DeleteResult><Error><Key>b</Key><Code>AccessDenied</Code><Message>No.</Message></Error></DeleteResult>',
    )
  })
  expect(await S.deleteObjects(storage, { keys: ['a', 'b', 'c'] })).toEqual({
    deleted: ['a', 'c'],
    failed: [{ key: 'b', code: 'AccessDenied', message: 'No.' }],
  })
})

test('a completion that fails after its 200 is a failure', async () => {
  const storage = await storageOn(xml(200, 'InternalError', 'We encountered an internal error.'))
  const call = S.completeMultipart(storage, {
    key: 'k',
    multipartId: 'm',
    parts: [{ partNumber: 1, etag: 'e' }],
  })
  expect(await failureOf(call)).toMatchObject({ code: 'InternalError', retryable: true })
})
