import { createHash, randomBytes } from 'node:crypto'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusal, startTestServer, type TestServer } from '../test-server.ts'

const BYTES = randomBytes(200_000)
const SOURCE = 'source é+ x/../y'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await server.client().send(
    new PutObjectCommand({
      ...at(SOURCE),
      Body: BYTES,
      ContentType: 'text/plain',
      Metadata: { a: '1' },
      Tagging: 't=1',
    }),
  )
})
afterAll(() => server[Symbol.asyncDispose]())

function at(Key: string) {
  return { Bucket: server.bucket, Key }
}
const copy = (Key: string, more = {}, source = SOURCE) =>
  server.client().send(
    new CopyObjectCommand({
      ...at(Key),
      CopySource: `${server.bucket}/${encodeURIComponent(source)}`,
      ...more,
    }),
  )
async function read(Key: string) {
  const answer = await server.client().send(new GetObjectCommand(at(Key)))
  return { ...answer, bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) }
}
const tags = async (Key: string) => (await server.client().send(new GetObjectTaggingCommand(at(Key)))).TagSet

test('a copy has the bytes, description and tags of its source, and outlives it', async () => {
  await server
    .client()
    .send(new PutObjectCommand({ ...at('short-lived'), Body: BYTES, Metadata: { a: '1' }, Tagging: 't=1' }))
  await copy('copy', {}, 'short-lived')
  await server.client().send(new DeleteObjectCommand(at('short-lived')))
  const got = await read('copy')
  expect(got.bytes.equals(BYTES)).toBe(true)
  expect(got.Metadata).toEqual({ a: '1' })
  expect(await tags('copy')).toEqual([{ Key: 't', Value: '1' }])
})

test('REPLACE takes the request’s description or tags, each for itself', async () => {
  await copy('replaced', { MetadataDirective: 'REPLACE', ContentType: 'image/png', Metadata: { b: '2' } })
  expect(await read('replaced')).toMatchObject({ ContentType: 'image/png', Metadata: { b: '2' } })
  expect(await tags('replaced')).toEqual([{ Key: 't', Value: '1' }])
  await copy('retagged', { TaggingDirective: 'REPLACE', Tagging: 'u=2' })
  expect(await read('retagged')).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' } })
  expect(await tags('retagged')).toEqual([{ Key: 'u', Value: '2' }])
})

test('onto itself an object is copied only with a change', async () => {
  await copy('self')
  expect(await refusal(copy('self', {}, 'self'))).toEqual({ code: 'InvalidRequest', status: 400 })
  await copy('self', { MetadataDirective: 'REPLACE', Metadata: { c: '3' } }, 'self')
  const got = await read('self')
  expect(got.Metadata).toEqual({ c: '3' })
  expect(got.bytes.equals(BYTES)).toBe(true)
})

test('conditions on the source are obeyed', async () => {
  const { ETag } = await server.client().send(new HeadObjectCommand(at(SOURCE)))
  const past = new Date(Date.now() - 3_600_000)
  const code = async (more: object) => (await refusal(copy('conditional', more))).code
  expect(await code({ CopySourceIfMatch: '"other"' })).toBe('PreconditionFailed')
  expect(await code({ CopySourceIfNoneMatch: ETag })).toBe('PreconditionFailed')
  expect(await code({ CopySourceIfUnmodifiedSince: past })).toBe('PreconditionFailed')
  await copy('conditional', { CopySourceIfMatch: ETag, CopySourceIfUnmodifiedSince: past })
})

test('the source’s owner is who the request expects', async () => {
  const copyOf = (ExpectedSourceBucketOwner: string) => copy('owned', { ExpectedSourceBucketOwner })
  expect(await refusal(copyOf('111111111111'))).toEqual({ code: 'AccessDenied', status: 403 })
  await copyOf('000000000000')
})

test('a missing source is NoSuchKey, a senseless one InvalidArgument', async () => {
  expect(await refusal(copy('x', {}, 'none'))).toEqual({ code: 'NoSuchKey', status: 404 })
  for (const CopySource of ['nothing', `${server.bucket}/%ZZ`, 'Not_A_Bucket/key']) {
    expect(await refusal(copy('x', { CopySource }))).toEqual({ code: 'InvalidArgument', status: 400 })
  }
  expect(await refusal(copy('x', { CopySource: 'no-such-bucket/key' }))).toEqual({
    code: 'NoSuchBucket',
    status: 404,
  })
})

test('a copy of an object in parts is one piece: its ETag is an MD5, its checksum is of the whole', async () => {
  const bytes = randomBytes(6 * 1024 * 1024)
  await new Upload({ client: server.client(), params: { ...at('parts'), Body: bytes } }).done()
  await copy('one-piece', { ChecksumAlgorithm: 'SHA256' }, 'parts')
  const head = await server
    .client()
    .send(new HeadObjectCommand({ ...at('one-piece'), ChecksumMode: 'ENABLED' }))
  expect(head.ETag).toBe(`"${createHash('md5').update(bytes).digest('hex')}"`)
  expect(head.ChecksumSHA256).toBe(createHash('sha256').update(bytes).digest('base64'))
})
