import { createHash, randomBytes } from 'node:crypto'
import {
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PLAIN, refusal, send, startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex')
const at = (Key: string) => ({ Bucket: server.bucket, Key })
const put = (Key: string, Body: string | Buffer, more = {}) =>
  server.client().send(new PutObjectCommand({ ...at(Key), Body, ...more }))
const read = async (Key: string, more = {}) => {
  const answer = await server.client().send(new GetObjectCommand({ ...at(Key), ...more }))
  return { ...answer, bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) }
}

describe('what an upload claims about its bytes', () => {
  const sums = {
    ChecksumCRC32: 'CRC32',
    ChecksumCRC32C: 'CRC32C',
    ChecksumCRC64NVME: 'CRC64NVME',
    ChecksumSHA1: 'SHA1',
    ChecksumSHA256: 'SHA256',
  } as const

  test.each(Object.entries(sums))('%s is verified, stored and returned', async (field, algorithm) => {
    const bytes = randomBytes(50_000)
    const put = await server
      .client()
      .send(new PutObjectCommand({ ...at(`sum/${algorithm}`), Body: bytes, ChecksumAlgorithm: algorithm }))
    const head = await server
      .client()
      .send(new HeadObjectCommand({ ...at(`sum/${algorithm}`), ChecksumMode: 'ENABLED' }))
    const value = put[field as keyof typeof sums]
    expect(value).toBeTruthy()
    expect(head[field as keyof typeof sums]).toBe(value)
    expect(head.ChecksumType).toBe('FULL_OBJECT')
    const wrong = server
      .client()
      .send(new PutObjectCommand({ ...at(`sum/wrong-${algorithm}`), Body: 'other', [field]: value }))
    expect(await refusal(wrong)).toEqual({ code: 'BadDigest', status: 400 })
    expect(await refusal(read(`sum/wrong-${algorithm}`))).toMatchObject({ code: 'NoSuchKey' })
  })

  test('an object without a checksum gets CRC64NVME, as in S3', async () => {
    await server.client(PLAIN).send(new PutObjectCommand({ ...at('sum/none'), Body: '123456789' }))
    const head = await server
      .client()
      .send(new HeadObjectCommand({ ...at('sum/none'), ChecksumMode: 'ENABLED' }))
    expect(head.ChecksumCRC64NVME).toBe(Buffer.from('ae8b14860a799888', 'hex').toString('base64'))
  })

  test('a wrong Content-MD5 is BadDigest, an impossible one InvalidDigest', async () => {
    const upload = (ContentMD5: string) => refusal(put('sum/md5', 'x', { ContentMD5 }))
    expect(await upload(createHash('md5').update('y').digest('base64'))).toEqual({
      code: 'BadDigest',
      status: 400,
    })
    expect(await upload('bm90IGFuIG1kNQ==')).toEqual({ code: 'InvalidDigest', status: 400 })
    expect(await refusal(read('sum/md5'))).toMatchObject({ code: 'NoSuchKey' })
  })

  test('GetObjectAttributes tells what is known', async () => {
    await put('attributes', 'hello', { ChecksumAlgorithm: 'SHA256' })
    const attributes = await server.client().send(
      new GetObjectAttributesCommand({
        ...at('attributes'),
        ObjectAttributes: ['ETag', 'Checksum', 'ObjectSize', 'StorageClass'],
      }),
    )
    expect(attributes).toMatchObject({
      ETag: md5(Buffer.from('hello')),
      ObjectSize: 5,
      StorageClass: 'STANDARD',
      Checksum: {
        ChecksumSHA256: createHash('sha256').update('hello').digest('base64'),
        ChecksumType: 'FULL_OBJECT',
      },
    })
  })
})

describe('what S3 limits', () => {
  test('user metadata above 2 KB is MetadataTooLarge', async () => {
    expect(await refusal(put('meta', 'x', { Metadata: { a: 'b'.repeat(2048) } }))).toEqual({
      code: 'MetadataTooLarge',
      status: 400,
    })
    await put('meta', 'x', { Metadata: { a: 'b'.repeat(2047) } })
  })

  test('a PUT above 5 GiB is EntityTooLarge before a byte of it was sent', async () => {
    const url = await getSignedUrl(server.client(PLAIN), new PutObjectCommand(at('huge')))
    const answer = await send(url, {
      method: 'PUT',
      headers: { 'content-length': 5 * 1024 ** 3 + 1, expect: '100-continue' },
    })
    expect(answer).toMatchObject({ status: 400, code: 'EntityTooLarge' })
  })

  test('more than ten tags, bad characters and double keys are refused', async () => {
    const tag = (TagSet: Array<{ Key: string; Value: string }>) =>
      server.client().send(new PutObjectTaggingCommand({ ...at('tagged'), Tagging: { TagSet } }))
    await put('tagged', 'x')
    await tag([{ Key: 'a', Value: '1' }])
    expect((await read('tagged')).bytes.toString()).toBe('x')
    expect(
      await refusal(tag(Array.from({ length: 11 }, (_, i) => ({ Key: `${i}`, Value: '' })))),
    ).toMatchObject({ status: 400 })
    expect(await refusal(tag([{ Key: 'a{', Value: '' }]))).toMatchObject({ code: 'InvalidTag' })
    expect(
      await refusal(
        tag([
          { Key: 'a', Value: '' },
          { Key: 'a', Value: '' },
        ]),
      ),
    ).toMatchObject({ code: 'InvalidTag' })
  })

  test.each([
    ['a public ACL', { ACL: 'public-read' }, 'AccessControlListNotSupported'],
    ['KMS', { ServerSideEncryption: 'aws:kms' }, 'NotImplemented'],
    ['an object lock', { ObjectLockLegalHoldStatus: 'ON' }, 'InvalidRequest'],
    ['an archive', { StorageClass: 'DEEP_ARCHIVE' }, 'NotImplemented'],
    ['an unknown storage class', { StorageClass: 'SHOEBOX' }, 'InvalidStorageClass'],
  ])('%s is refused, not ignored', async (_, more, code) => {
    expect(await refusal(put('feature', 'x', more))).toMatchObject({ code })
    expect(await refusal(read('feature'))).toMatchObject({ code: 'NoSuchKey' })
  })
})
