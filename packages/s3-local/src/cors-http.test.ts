import { GetObjectCommand, PutBucketCorsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PLAIN, send, startTestServer, type TestServer } from './test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await server.client().send(new PutObjectCommand({ ...at('public/x'), Body: 'public/x' }))
})
afterAll(() => server[Symbol.asyncDispose]())

function at(Key: string) {
  return { Bucket: server.bucket, Key }
}
const urlOf = (key: string) => `${server.url}/${server.bucket}/${key}`
const presign = (command: GetObjectCommand) => getSignedUrl(server.client(PLAIN), command)

describe('CORS', () => {
  const ORIGIN = 'http://localhost:3000'
  beforeAll(() =>
    server.client().send(
      new PutBucketCorsCommand({
        Bucket: server.bucket,
        CORSConfiguration: {
          CORSRules: [
            {
              AllowedOrigins: [ORIGIN],
              AllowedMethods: ['PUT', 'GET'],
              AllowedHeaders: ['*'],
              ExposeHeaders: ['ETag'],
              MaxAgeSeconds: 600,
            },
          ],
        },
      }),
    ),
  )
  const preflight = (headers: Record<string, string>) => send(urlOf('any'), { method: 'OPTIONS', headers })

  test('answers a preflight of an allowed origin, without any signature', async () => {
    const answer = await preflight({
      origin: ORIGIN,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type,x-amz-checksum-sha256',
    })
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-max-age': '600',
    })
    expect(answer.headers['access-control-allow-methods']).toContain('PUT')
    expect(answer.headers['access-control-allow-headers']).toContain('x-amz-checksum-sha256')
  })

  test('refuses every other preflight', async () => {
    const refused = async (headers: Record<string, string>) => {
      const answer = await preflight(headers)
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
    await refused({ origin: 'http://evil.example', 'access-control-request-method': 'PUT' })
    await refused({ origin: ORIGIN, 'access-control-request-method': 'DELETE' })
    await refused({ origin: ORIGIN })
    await refused({})
  })

  test('says why it refuses a preflight as S3 does', async () => {
    expect(
      await preflight({ origin: 'http://evil.example', 'access-control-request-method': 'PUT' }),
    ).toMatchObject({ status: 403, code: 'AccessForbidden' })
    expect(await preflight({ origin: ORIGIN, 'access-control-request-method': 'PATCH' })).toMatchObject({
      status: 400,
      code: 'BadRequest',
    })
  })

  test('goes with answers and with errors of every kind, so that a browser can read them', async () => {
    const headers = { origin: ORIGIN }
    const good = await presign(new GetObjectCommand(at('public/x')))
    const answers = [
      await send(good, { headers }),
      await send(good.replace(/Signature=./, 'Signature=z'), { headers }),
      await send(await presign(new GetObjectCommand(at('none'))), { headers }),
      await send(urlOf('public/x'), {
        method: 'PUT',
        headers: { ...headers, 'content-length': '5' },
        body: 'xxxxx',
      }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 403, 404, 403])
    for (const answer of answers) {
      expect(answer.headers['access-control-allow-origin']).toBe(ORIGIN)
      expect(answer.headers['access-control-expose-headers']).toMatch(/etag/i)
    }
    expect(
      (await send(good, { headers: { origin: 'http://evil.example' } })).headers[
        'access-control-allow-origin'
      ],
    ).toBeUndefined()
  })
})
