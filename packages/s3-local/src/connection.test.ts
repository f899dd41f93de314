import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openUpload, PLAIN, refusal, send, startTestServer, type TestServer } from './test-server.ts'

const MIB = 1024 * 1024

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const presignPut = (Key: string) =>
  getSignedUrl(server.client(PLAIN), new PutObjectCommand({ Bucket: server.bucket, Key }))
const forged = async (key: string) => (await presignPut(key)).replace(/Signature=....../, 'Signature=000000')
const missing = (Key: string) =>
  refusal(server.client().send(new GetObjectCommand({ Bucket: server.bucket, Key })))

/** Everything that the server sends on one connection, until it closes it. */
function exchange(write: (socket: ReturnType<typeof connect>) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => write(socket))
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    socket.on('error', reject)
    socket.on('close', () => resolve(text))
  })
}

describe('an upload that is refused', () => {
  test('gets its answer though it reads none before it has sent all of its body, like a browser', async () => {
    const url = new URL(await forged('big'))
    const text = await exchange((socket) => {
      socket.pause()
      socket.write(
        `PUT ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-length: ${40 * MIB}\r\n\r\n`,
      )
      socket.write(randomBytes(40 * MIB), () => socket.resume())
    })
    expect(text).toMatch(/^HTTP\/1\.1 403 [\s\S]*SignatureDoesNotMatch/)
    expect(await missing('big')).toMatchObject({ code: 'NoSuchKey' })
  })

  test('works through fetch', async () => {
    const answer = await fetch(await forged('fetched'), { method: 'PUT', body: randomBytes(8 * MIB) })
    expect([answer.status, await answer.text()]).toEqual([
      403,
      expect.stringContaining('SignatureDoesNotMatch'),
    ])
  })

  test('is not asked for its body when it waits for 100 Continue', async () => {
    const url = new URL(await forged('continue'))
    const text = await exchange((socket) =>
      socket.write(
        `PUT ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-length: 1000000\r\nexpect: 100-continue\r\n\r\n`,
      ),
    )
    expect(text).toMatch(/^HTTP\/1\.1 403 /)
    expect(text).not.toContain('100 Continue')
  })
})

describe('an upload that breaks off', () => {
  test('leaves nothing: no object, no bytes, and the old object as it was', async () => {
    await server.client().send(new PutObjectCommand({ Bucket: server.bucket, Key: 'old', Body: 'old' }))
    for (const Key of ['new', 'old']) {
      const url = new URL(await presignPut(Key))
      await exchange((socket) => {
        socket.write(
          `PUT ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-length: ${4 * MIB}\r\n\r\n`,
        )
        socket.write(randomBytes(2 * MIB), () => socket.end())
      })
    }
    expect(await missing('new')).toMatchObject({ code: 'NoSuchKey' })
    const { Body } = await server.client().send(new GetObjectCommand({ Bucket: server.bucket, Key: 'old' }))
    expect(await Body?.transformToString()).toBe('old')
    expect(await readdir(join(server.dir, 'buckets', server.bucket, 'blobs'))).toEqual([])
    expect(await readdir(join(server.dir, 'tmp'))).toEqual([])
    expect(server.errors).toEqual([])
  })
})

test('a body of unknown length is refused', async () => {
  const chunked = await send(await presignPut('unknown'), {
    method: 'PUT',
    body: 'x',
    headers: { 'transfer-encoding': 'chunked' },
  })
  expect(chunked).toMatchObject({ status: 501, code: 'NotImplemented' })
  const url = new URL(await presignPut('unknown'))
  const none = await exchange((socket) =>
    socket.write(
      `PUT ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\nconnection: close\r\n\r\n`,
    ),
  )
  expect(none).toMatch(/^HTTP\/1\.1 411 [\s\S]*MissingContentLength/)
})

test('what isn’t HTTP gets an error in XML', async () => {
  expect(await exchange((socket) => socket.write('HELO example.com\r\n\r\n'))).toMatch(
    /^HTTP\/1\.1 400 [\s\S]*<Code>BadRequest/,
  )
  const long = await exchange((socket) =>
    socket.write(`GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'y'.repeat(100_000)}\r\n\r\n`),
  )
  expect(long).toMatch(/^HTTP\/1\.1 400 [\s\S]*RequestHeaderSectionTooLarge/)
})

test('a reader that goes away in mid-download holds nothing', async () => {
  const body = randomBytes(32 * MIB)
  await server.client().send(new PutObjectCommand({ Bucket: server.bucket, Key: 'left', Body: body }))
  const url = await getSignedUrl(
    server.client(PLAIN),
    new GetObjectCommand({ Bucket: server.bucket, Key: 'left' }),
  )
  const abort = new AbortController()
  const answer = await fetch(url, { signal: abort.signal })
  await answer.body?.getReader().read()
  abort.abort()
  await server.client().send(new PutObjectCommand({ Bucket: server.bucket, Key: 'left', Body: 'short' }))
  await expect.poll(() => readdir(join(server.dir, 'buckets', server.bucket, 'blobs'))).toEqual([])
  expect(server.errors).toEqual([])
})

test('closing the server ends the requests that are under way', async () => {
  const other = await startTestServer()
  const upload = await openUpload(other, 'cut', { size: MIB })
  const answer = upload.finish(Buffer.alloc(10)).catch((error: Error) => error)
  await other[Symbol.asyncDispose]()
  expect(await answer).toBeInstanceOf(Error)
})
