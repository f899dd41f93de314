import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PLAIN, refusal, send, startTestServer, type TestServer } from './test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  for (const Key of ['public/x', 'private/x'])
    await server.client().send(new PutObjectCommand({ ...at(Key), Body: Key }))
})
afterAll(() => server[Symbol.asyncDispose]())

function at(Key: string) {
  return { Bucket: server.bucket, Key }
}
const presign = (command: GetObjectCommand | PutObjectCommand, options = {}) =>
  getSignedUrl(server.client(PLAIN), command, { expiresIn: 900, ...options })

describe('a signature', () => {
  test.each([
    ['for another key', (url: string) => url.replace('/private/x', '/public/x'), 'SignatureDoesNotMatch'],
    [
      'that was changed',
      (url: string) =>
        url.replace(/Signature=./, (text) => (text.endsWith('0') ? 'Signature=1' : 'Signature=0')),
      'SignatureDoesNotMatch',
    ],
    [
      'that is made to last longer',
      (url: string) => url.replace('Expires=900', 'Expires=901'),
      'SignatureDoesNotMatch',
    ],
    [
      'with a header hoisted in later',
      (url: string) => `${url}&x-amz-checksum-mode=ENABLED`,
      'SignatureDoesNotMatch',
    ],
    [
      'of an unknown key',
      (url: string) => url.replace('TESTACCESSKEY', 'OTHERACCESSKEY'),
      'InvalidAccessKeyId',
    ],
  ])('%s opens nothing', async (_, change, code) => {
    const url = change(await presign(new GetObjectCommand(at('private/x'))))
    expect(await send(url)).toMatchObject({ status: 403, code })
  })

  test('for reading writes nothing', async () => {
    const answer = await send(await presign(new GetObjectCommand(at('private/x'))), {
      method: 'PUT',
      body: 'evil',
    })
    expect(answer).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    expect((await send(await presign(new GetObjectCommand(at('private/x'))))).text).toBe('private/x')
  })

  test('that has run out is refused, by the server’s clock', async () => {
    const url = await presign(new GetObjectCommand(at('private/x')), {
      expiresIn: 60,
      signingDate: new Date(Date.now() - 61_000),
    })
    const answer = await send(url)
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' })
    expect(answer.text).toContain('Request has expired')
  })

  test('holds an upload to the length and type that it names', async () => {
    const command = new PutObjectCommand({ ...at('promised'), ContentType: 'text/plain', ContentLength: 5 })
    const url = await presign(command, {
      signableHeaders: new Set(['host', 'content-type', 'content-length']),
    })
    const put = (body: string, type: string) =>
      send(url, { method: 'PUT', body, headers: { 'content-type': type, 'content-length': body.length } })
    expect(await put('123456', 'text/plain')).toMatchObject({ code: 'SignatureDoesNotMatch' })
    expect(await put('12345', 'text/html')).toMatchObject({ code: 'SignatureDoesNotMatch' })
    expect(await put('12345', 'text/plain')).toMatchObject({ status: 200 })
  })

  test('must cover every x-amz header', async () => {
    const url = await presign(new PutObjectCommand(at('unsigned')))
    const answer = await send(url, { method: 'PUT', body: 'x', headers: { 'x-amz-meta-evil': '1' } })
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' })
    expect(await refusal(server.client().send(new GetObjectCommand(at('unsigned'))))).toMatchObject({
      code: 'NoSuchKey',
    })
  })

  test('by header binds the body as well', async () => {
    const client = server.client(PLAIN)
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign(args.request as object, { body: Buffer.from('EVIL!') })
        return next(args)
      },
      { step: 'finalizeRequest', priority: 'low' },
    )
    const put = client.send(new PutObjectCommand({ ...at('swapped'), Body: Buffer.from('good!') }))
    expect(await refusal(put)).toEqual({ code: 'XAmzContentSHA256Mismatch', status: 400 })
    expect(await refusal(server.client().send(new GetObjectCommand(at('swapped'))))).toMatchObject({
      code: 'NoSuchKey',
    })
  })

  test('by header is refused with another secret or an hour off', async () => {
    const list = (config: object) =>
      refusal(server.client(config).send(new ListObjectsV2Command({ Bucket: server.bucket })))
    expect(await list({ credentials: { accessKeyId: 'TESTACCESSKEY', secretAccessKey: 'guessed' } })).toEqual(
      { code: 'SignatureDoesNotMatch', status: 403 },
    )
    expect(await list({ systemClockOffset: -3_600_000 })).toEqual({
      code: 'RequestTimeTooSkewed',
      status: 403,
    })
  })
})

describe('addresses', () => {
  test('of the virtual-host kind mean the same as paths', async () => {
    const host = `${server.bucket}.localhost:${server.port}`
    const client = server.client({
      ...PLAIN,
      endpoint: `http://localhost:${server.port}`,
      forcePathStyle: false,
    })
    const url = new URL(await getSignedUrl(client, new GetObjectCommand(at('public/x'))))
    expect(url.host).toBe(host)
    const answer = await send(server.url, { path: url.pathname + url.search, headers: { host } })
    expect(answer).toMatchObject({ status: 200, text: 'public/x' })
  })

  test.each([
    ['GET', '/test-bucket/x%ZZ', 400, 'InvalidURI'],
    ['GET', '/test-bucket/x%ff', 400, 'InvalidURI'],
    ['PATCH', '/test-bucket/x', 405, 'MethodNotAllowed'],
    ['POST', '/test-bucket/x', 405, 'MethodNotAllowed'],
    ['GET', '/test-bucket?metrics&id=1', 501, 'NotImplemented'],
    ['PUT', '/test-bucket?replication', 501, 'NotImplemented'],
    ['GET', '/test-bucket?acl&policy', 400, 'InvalidArgument'],
  ])('%s %s is %i %s', async (method, path, status, code) => {
    expect(await send(server.url, { method, path })).toMatchObject({ status, code })
  })
})
