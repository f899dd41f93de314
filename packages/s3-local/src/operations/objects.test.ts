import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
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

describe('what was put', () => {
  test.each([0, 1, 16 * 1024, 16 * 1024 + 1, 3 * 1024 * 1024 + 17])(
    'comes back byte for byte (%i bytes)',
    async (size) => {
      const bytes = randomBytes(size)
      const { ETag } = await put(`sizes/${size}`, bytes)
      const got = await read(`sizes/${size}`)
      expect(ETag).toBe(`"${md5(bytes)}"`)
      expect(got.bytes.equals(bytes)).toBe(true)
      expect(got.ETag).toBe(ETag)
      expect(got.ContentLength).toBe(size)
    },
  )

  test('comes back when it was streamed in signed or trailing chunks', async () => {
    const bytes = randomBytes(700_001)
    await server.client().send(
      new PutObjectCommand({
        ...at('streamed'),
        Body: Readable.from([bytes.subarray(0, 300_000), bytes.subarray(300_000)]),
        ContentLength: bytes.length,
      }),
    )
    const got = await read('streamed')
    expect(got.bytes.equals(bytes)).toBe(true)
    expect(got.ContentEncoding).toBeUndefined()
  })

  test('keeps its headers, metadata, tags and storage class', async () => {
    await put('described', 'x', {
      ContentType: 'text/plain',
      ContentDisposition: 'attachment; filename="a.txt"',
      CacheControl: 'max-age=60',
      ContentEncoding: 'gzip',
      ContentLanguage: 'de',
      Metadata: { Color: 'blue' },
      Tagging: 'state=new&a=b%20c',
      StorageClass: 'STANDARD_IA',
    })
    const head = await server.client().send(new HeadObjectCommand(at('described')))
    expect(head).toMatchObject({
      ContentType: 'text/plain',
      ContentDisposition: 'attachment; filename="a.txt"',
      CacheControl: 'max-age=60',
      ContentEncoding: 'gzip',
      ContentLanguage: 'de',
      Metadata: { color: 'blue' },
      StorageClass: 'STANDARD_IA',
      ServerSideEncryption: 'AES256',
    })
    const { TagSet } = await server.client().send(new GetObjectTaggingCommand(at('described')))
    expect(TagSet).toEqual([
      { Key: 'state', Value: 'new' },
      { Key: 'a', Value: 'b c' },
    ])
  })

  test('is replaced whole, and a reader of the old one still gets all of it', async () => {
    const old = randomBytes(4 * 1024 * 1024)
    await put('replaced', old)
    const reading = await server.client().send(new GetObjectCommand(at('replaced')))
    await put('replaced', 'new')
    expect(Buffer.from((await reading.Body?.transformToByteArray()) ?? []).equals(old)).toBe(true)
    expect((await read('replaced')).bytes.toString()).toBe('new')
  })
})

describe('keys', () => {
  const keys = [
    'a',
    'a/b',
    'a//c',
    '../../etc/passwd',
    'a/./b/../c',
    'dir/',
    ' ',
    '%25 100%',
    'q?x=1&y#z',
    "'()!*",
    'é€😀',
    '\u0001\r\n',
    'k'.repeat(1024),
    '-/faults',
  ]

  test.each(keys)('%j is stored as it is, and nothing else is touched', async (key) => {
    await put(key, `value of ${key}`)
    expect((await read(key)).bytes.toString()).toBe(`value of ${key}`)
  })

  test('above 1,024 bytes are KeyTooLongError', async () => {
    expect(await refusal(put('é'.repeat(513), 'x'))).toEqual({ code: 'KeyTooLongError', status: 400 })
  })
})

describe('a write', () => {
  test('can’t name a version', async () => {
    const client = server.client()
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { query: object }).query, { versionId: 'null' })
        return next(args)
      },
      { step: 'build' },
    )
    const write = client.send(new PutObjectCommand({ ...at('versioned'), Body: 'x' }))
    expect(await refusal(write)).toEqual({ code: 'InvalidArgument', status: 400 })
  })

  test.each(['a=1&a=2', 'a=%ZZ', '='])('with the tags %s is refused', async (Tagging) => {
    expect(await refusal(put('tagged', 'x', { Tagging }))).toEqual({ code: 'InvalidArgument', status: 400 })
  })
})

describe('deleting', () => {
  test('answers 204 however often, and the object is gone', async () => {
    await put('gone', 'x')
    for (let i = 0; i < 2; i++) {
      const { $metadata } = await server.client().send(new DeleteObjectCommand(at('gone')))
      expect($metadata.httpStatusCode).toBe(204)
    }
    expect(await refusal(read('gone'))).toEqual({ code: 'NoSuchKey', status: 404 })
  })

  test('many at once decides each key for itself', async () => {
    const keys = ['many/a', 'many/b c', 'many/é&<']
    for (const key of keys) await put(key, 'x')
    const answer = await server.client().send(
      new DeleteObjectsCommand({
        Bucket: server.bucket,
        Delete: {
          Objects: [...keys.map((Key) => ({ Key })), { Key: 'many/none' }, { Key: 'x'.repeat(1025) }],
        },
      }),
    )
    expect(answer.Deleted?.map(({ Key }) => Key)).toEqual([...keys, 'many/none'])
    expect(answer.Errors?.map(({ Code }) => Code)).toEqual(['KeyTooLongError'])
  })

  test('many at once is quiet on request, and refuses more than a thousand', async () => {
    const remove = (count: number) =>
      server.client().send(
        new DeleteObjectsCommand({
          Bucket: server.bucket,
          Delete: { Quiet: true, Objects: Array.from({ length: count }, (_, i) => ({ Key: `none/${i}` })) },
        }),
      )
    expect((await remove(1000)).Deleted).toBeUndefined()
    expect(await refusal(remove(1001))).toEqual({ code: 'MalformedXML', status: 400 })
  })

  test('many at once without any digest of the list is refused', async () => {
    const url = await getSignedUrl(
      server.client(PLAIN),
      new DeleteObjectsCommand({ Bucket: server.bucket, Delete: { Objects: [{ Key: 'a' }] } }),
    )
    const bare = url.replace(/&x-amz-(checksum|sdk-checksum)[^&]*/g, '')
    const answer = await send(bare, {
      method: 'POST',
      body: '<Delete><Object><Key>a</Key></Object></Delete>',
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
  })

  test('by size or time, as of directory buckets, is refused and not ignored', async () => {
    await put('kept', 'x')
    const one = new DeleteObjectCommand({ ...at('kept'), IfMatchSize: 99 })
    expect(await refusal(server.client().send(one))).toEqual({ code: 'NotImplemented', status: 501 })
    const many = new DeleteObjectsCommand({
      Bucket: server.bucket,
      Delete: { Objects: [{ Key: 'kept', Size: 99 }] },
    })
    expect(await refusal(server.client().send(many))).toEqual({ code: 'NotImplemented', status: 501 })
    expect((await read('kept')).bytes.toString()).toBe('x')
  })

  test('with If-Match only takes the object that is meant', async () => {
    const { ETag } = await put('matched', 'x')
    const remove = (IfMatch?: string) =>
      server.client().send(new DeleteObjectCommand({ ...at('matched'), IfMatch }))
    expect(await refusal(remove('"other"'))).toEqual({ code: 'PreconditionFailed', status: 412 })
    expect((await remove(ETag)).$metadata.httpStatusCode).toBe(204)
  })
})
