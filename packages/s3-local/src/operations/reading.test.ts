import { createHash } from 'node:crypto'
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PLAIN, send, startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex')
const at = (Key: string) => ({ Bucket: server.bucket, Key })
const put = (Key: string, Body: string | Buffer, more = {}) =>
  server.client().send(new PutObjectCommand({ ...at(Key), Body, ...more }))
const presignGet = (Key: string, more = {}) =>
  getSignedUrl(server.client(PLAIN), new GetObjectCommand({ ...at(Key), ...more }))

describe('reading', () => {
  const body = Buffer.from('0123456789')
  beforeAll(() => put('digits', body))

  test.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=0-99', '0123456789', 'bytes 0-9/10'],
  ])('%s gives that range', async (range, text, contentRange) => {
    const answer = await send(await presignGet('digits'), { headers: { range } })
    expect(answer).toMatchObject({ status: 206, text })
    expect(answer.headers['content-range']).toBe(contentRange)
  })

  test.each(['bytes=5-2', 'bytes=a-b', 'bytes=0-1,3-4', 'lines=1-2'])('%s is ignored', async (range) => {
    expect(await send(await presignGet('digits'), { headers: { range } })).toMatchObject({
      status: 200,
      text: '0123456789',
    })
  })

  test.each(['bytes=10-', 'bytes=99-100', 'bytes=-0'])(
    '%s is InvalidRange and says how long the object is',
    async (range) => {
      const answer = await send(await presignGet('digits'), { headers: { range } })
      expect(answer).toMatchObject({ status: 416, code: 'InvalidRange' })
      expect(answer.headers['content-range']).toBe('bytes */10')
    },
  )

  test('of a range ends in the whole object where If-Range names another one', async () => {
    const url = await presignGet('digits')
    const { headers } = await send(url)
    const ranged = (ifRange = '') => send(url, { headers: { range: 'bytes=0-1', 'if-range': ifRange } })
    expect(await ranged(headers.etag)).toMatchObject({ status: 206, text: '01' })
    expect(await ranged(headers['last-modified'])).toMatchObject({ status: 206, text: '01' })
    expect(await ranged('"other"')).toMatchObject({ status: 200, text: '0123456789' })
    expect(await ranged('Mon, 01 Jan 2024 00:00:00 GMT')).toMatchObject({ status: 200, text: '0123456789' })
  })

  test('honours conditions, ETags before dates', async () => {
    const url = await presignGet('digits')
    const etag = `"${md5(body)}"`
    const past = new Date(Date.now() - 3_600_000).toUTCString()
    const now = new Date().toUTCString()
    const cases: Array<[headers: Record<string, string>, status: number]> = [
      [{ 'if-none-match': etag }, 304],
      [{ 'if-none-match': '"other"' }, 200],
      [{ 'if-match': '"other"' }, 412],
      [{ 'if-match': etag, 'if-unmodified-since': past }, 200],
      [{ 'if-unmodified-since': past }, 412],
      [{ 'if-modified-since': now }, 304],
      [{ 'if-none-match': '"other"', 'if-modified-since': now }, 200],
    ]
    for (const [headers, status] of cases) {
      const answer = await send(url, { headers })
      expect([headers, answer.status]).toEqual([headers, status])
    }
  })

  test('answers with the headers that the signed URL asks for', async () => {
    const disposition = `attachment; filename="x.pdf"; filename*=UTF-8''%E2%82%AC.pdf`
    const url = await presignGet('digits', {
      ResponseContentDisposition: disposition,
      ResponseContentType: 'application/pdf',
    })
    expect((await send(url)).headers).toMatchObject({
      'content-disposition': disposition,
      'content-type': 'application/pdf',
    })
    const edited = await send(url.replace('application%2Fpdf', 'text%2Fhtml'))
    expect(edited).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
  })

  test('a missing object is NoSuchKey in S3’s XML; HEAD says 404 without a body', async () => {
    const answer = await send(await presignGet('missing'))
    expect(answer).toMatchObject({ status: 404, code: 'NoSuchKey' })
    expect(answer.text).toContain('<Key>missing</Key>')
    expect(answer.text).toContain(`<RequestId>${answer.headers['x-amz-request-id']}</RequestId>`)
    expect(answer.text).toContain('<HostId>')
    const head = await send(await getSignedUrl(server.client(PLAIN), new HeadObjectCommand(at('missing'))), {
      method: 'HEAD',
    })
    expect(head).toMatchObject({ status: 404, text: '' })
  })
})
