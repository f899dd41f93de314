import {
  CopyObjectCommand,
  DeleteBucketPolicyCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
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
const urlOf = (key: string) => `${server.url}/${server.bucket}/${key}`
const presign = (command: GetObjectCommand | PutObjectCommand, options = {}) =>
  getSignedUrl(server.client(PLAIN), command, { expiresIn: 900, ...options })

function allow(Statement: object[]) {
  return server.client().send(
    new PutBucketPolicyCommand({
      Bucket: server.bucket,
      Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  )
}
const statement = (Effect: 'Allow' | 'Deny', Action: string, path: string, more = {}) => ({
  Effect,
  Principal: '*',
  Action,
  Resource: `arn:aws:s3:::${server.bucket}${path}`,
  ...more,
})

describe('without a signature', () => {
  beforeEach(() => server.client().send(new DeleteBucketPolicyCommand({ Bucket: server.bucket })))

  test('nothing is allowed', async () => {
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', `/${server.bucket}`],
      ['GET', `/${server.bucket}/public/x`],
      ['PUT', `/${server.bucket}/y`],
      ['DELETE', `/${server.bucket}/public/x`],
      ['PUT', '/new-bucket'],
    ]) {
      expect(
        await send(server.url + path, { method, body: method === 'PUT' ? 'x' : undefined }),
      ).toMatchObject({ status: 403, code: 'AccessDenied' })
    }
  })

  test('a policy opens a prefix and nothing beside it', async () => {
    await allow([statement('Allow', 's3:GetObject', '/public/*')])
    expect(await send(urlOf('public/x'))).toMatchObject({ status: 200, text: 'public/x' })
    expect(await send(urlOf('private/x'))).toMatchObject({ status: 403 })
    expect(await send(urlOf('public/../private/x'))).toMatchObject({ status: 403 })
    expect(await send(urlOf('public/x'), { method: 'PUT', body: 'evil' })).toMatchObject({ status: 403 })
  })

  test('a missing object is AccessDenied to whom may not list, NoSuchKey to whom may', async () => {
    await allow([statement('Allow', 's3:GetObject', '/public/*')])
    expect(await send(urlOf('public/none'))).toMatchObject({ status: 403, code: 'AccessDenied' })
    await allow([statement('Allow', 's3:GetObject', '/public/*'), statement('Allow', 's3:ListBucket', '')])
    expect(await send(urlOf('public/none'))).toMatchObject({ status: 404, code: 'NoSuchKey' })
  })

  test('response headers can’t be chosen', async () => {
    await allow([statement('Allow', 's3:GetObject', '/public/*')])
    expect(await send(`${urlOf('public/x')}?response-content-type=text/html`)).toMatchObject({
      status: 400,
      code: 'InvalidRequest',
    })
  })

  test('Block Public Access keeps a public policy out, and cuts one off that is there', async () => {
    await using other = await startTestServer()
    const block = (config: object) =>
      other
        .client()
        .send(
          new PutPublicAccessBlockCommand({ Bucket: other.bucket, PublicAccessBlockConfiguration: config }),
        )
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:GetObject',
          Resource: `arn:aws:s3:::${other.bucket}/*`,
        },
      ],
    })
    const put = () => other.client().send(new PutBucketPolicyCommand({ Bucket: other.bucket, Policy }))
    await other.client().send(new PutObjectCommand({ Bucket: other.bucket, Key: 'x', Body: 'x' }))
    await block({ BlockPublicPolicy: true })
    expect(await refusal(put())).toEqual({ code: 'AccessDenied', status: 403 })
    await block({})
    await put()
    expect(await send(`${other.url}/${other.bucket}/x`)).toMatchObject({ status: 200 })
    await block({ RestrictPublicBuckets: true })
    expect(await send(`${other.url}/${other.bucket}/x`)).toMatchObject({ status: 403 })
  })
})

describe('a policy binds the owner too', () => {
  beforeEach(() => server.client().send(new DeleteBucketPolicyCommand({ Bucket: server.bucket })))

  test('where it denies, even through a valid presigned URL', async () => {
    await allow([statement('Deny', 's3:PutObject', '/private/*')])
    expect(
      await send(await presign(new PutObjectCommand(at('private/y'))), { method: 'PUT', body: 'x' }),
    ).toMatchObject({ status: 403, code: 'AccessDenied' })
    const copy = new CopyObjectCommand({ ...at('private/y'), CopySource: `${server.bucket}/public/x` })
    expect(await refusal(server.client().send(copy))).toMatchObject({ code: 'AccessDenied' })
    expect(
      await send(await presign(new PutObjectCommand(at('public/y'))), { method: 'PUT', body: 'x' }),
    ).toMatchObject({ status: 200 })
  })

  test('by the age of a signature', async () => {
    await allow([
      statement('Deny', 's3:GetObject', '/*', {
        Condition: { NumericGreaterThan: { 's3:signatureAge': '60000' } },
      }),
    ])
    const signed = (ageMs: number) =>
      presign(new GetObjectCommand(at('public/x')), { signingDate: new Date(Date.now() - ageMs) })
    expect(await send(await signed(0))).toMatchObject({ status: 200 })
    expect(await send(await signed(120_000))).toMatchObject({ status: 403 })
  })

  test('by what an upload says of itself', async () => {
    await allow([
      statement('Deny', 's3:PutObject', '/*', { Condition: { Null: { 's3:if-none-match': 'true' } } }),
    ])
    expect(
      await refusal(server.client().send(new PutObjectCommand({ ...at('blind'), Body: 'x' }))),
    ).toMatchObject({ code: 'AccessDenied' })
    await server.client().send(new PutObjectCommand({ ...at('careful'), Body: 'x', IfNoneMatch: '*' }))
  })

  test('by the tags of the object that is there', async () => {
    await allow([
      statement('Deny', 's3:GetObject', '/*', {
        Condition: { StringEquals: { 's3:ExistingObjectTag/state': 'quarantined' } },
      }),
    ])
    await server.client().send(
      new PutObjectTaggingCommand({
        ...at('public/x'),
        Tagging: { TagSet: [{ Key: 'state', Value: 'quarantined' }] },
      }),
    )
    expect(await refusal(server.client().send(new GetObjectCommand(at('public/x'))))).toMatchObject({
      code: 'AccessDenied',
    })
    await server.client().send(new PutObjectTaggingCommand({ ...at('public/x'), Tagging: { TagSet: [] } }))
    await server.client().send(new GetObjectCommand(at('public/x')))
  })

  test('but never locks the owner out of the policy itself', async () => {
    await allow([statement('Deny', 's3:*', '', {})])
    expect(
      await refusal(server.client().send(new ListObjectsV2Command({ Bucket: server.bucket }))),
    ).toMatchObject({ code: 'AccessDenied' })
    await server.client().send(new DeleteBucketPolicyCommand({ Bucket: server.bucket }))
  })

  test('and with a condition that the server doesn’t know is refused when it is put', async () => {
    const put = allow([
      statement('Allow', 's3:GetObject', '/*', { Condition: { StringEquals: { 's3:moon-phase': 'full' } } }),
    ])
    expect(await refusal(put)).toEqual({ code: 'MalformedPolicy', status: 400 })
  })
})
