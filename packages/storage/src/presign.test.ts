import { GetObjectCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { describe, expect, test } from 'vitest'
import {
  contentDisposition,
  createStorage,
  presignGet,
  presignPart,
  presignPut,
  type StorageConfig,
} from './index.ts'

const SHA256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
const WIRE = 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='
const now = new Date('2026-03-04T05:06:07.890Z')
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret/+=' }
const base: StorageConfig = { bucket: 'my-bucket', region: 'eu-west-1', credentials }

const configs: [string, StorageConfig][] = [
  ['AWS', base],
  ['AWS, path-style', { ...base, forcePathStyle: true }],
  ['AWS in China', { ...base, region: 'cn-north-1' }],
  ['AWS in its oldest region', { ...base, region: 'us-east-1' }],
  ['AWS, a dotted bucket', { ...base, bucket: 'files.example.com' }],
  ['temporary credentials', { ...base, credentials: { ...credentials, sessionToken: 'token/+= é' } }],
  ['an endpoint', { ...base, endpoint: 'http://127.0.0.1:9000' }],
  ['an endpoint with a final slash', { ...base, endpoint: 'http://127.0.0.1:9000/' }],
  ['an endpoint with a path', { ...base, endpoint: 'https://storage.example.com/s3/v1' }],
  ['an endpoint with its default port', { ...base, endpoint: 'https://storage.example.com:443' }],
  ['a virtual host', { ...base, endpoint: 'http://localhost:9000', forcePathStyle: false }],
]

const keys = [
  'private/0198/0199',
  'a',
  "odd !'()*~+&=?#%2F",
  'ünï/年/😀',
  '//double//',
  'tail/',
  'dots/...',
  'x\u0001\n',
]

describe.each(configs)('on %s', (_, config) => {
  const storage = createStorage(config)
  const Bucket = config.bucket
  const options = { expiresIn: 600, signingDate: now }
  const checksum = { unhoistableHeaders: new Set(['x-amz-checksum-sha256']) }

  test.each(keys)('each URL of %j is the one that the SDK makes', async (key) => {
    const put = await presignPut(storage, {
      key,
      size: 123,
      contentType: 'text/plain; charset=utf-8',
      sha256: SHA256,
      expiresIn: 600,
      now,
    })
    const putCommand = new PutObjectCommand({
      Bucket,
      Key: key,
      ContentLength: 123,
      ContentType: 'text/plain; charset=utf-8',
      IfNoneMatch: '*',
      ChecksumSHA256: WIRE,
    })
    const signableHeaders = new Set(['content-type'])
    expect(put.url).toBe(
      await getSignedUrl(storage.client, putCommand, { ...options, ...checksum, signableHeaders }),
    )

    const multipartId = '2~abc/+=.def'
    const part = await presignPart(storage, {
      key,
      multipartId,
      partNumber: 17,
      size: 5,
      sha256: SHA256,
      expiresIn: 600,
      now,
    })
    const partCommand = new UploadPartCommand({
      Bucket,
      Key: key,
      UploadId: multipartId,
      PartNumber: 17,
      ContentLength: 5,
      ChecksumSHA256: WIRE,
    })
    expect(part.url).toBe(await getSignedUrl(storage.client, partCommand, { ...options, ...checksum }))

    const fileName = `it's "ü" (1)*.txt`
    const get = await presignGet(storage, { key, expiresIn: 600, fileName, contentType: 'text/plain', now })
    const getCommand = new GetObjectCommand({
      Bucket,
      Key: key,
      ResponseContentDisposition: contentDisposition({ disposition: 'attachment', fileName }),
      ResponseContentType: 'text/plain',
    })
    expect(get.url).toBe(await getSignedUrl(storage.client, getCommand, options))
  })
})

const storage = createStorage(base)
const promise = { key: 'private/a', size: 5, contentType: 'text/plain', expiresIn: 600, now }

test('a PUT signs its length, type, condition and checksum, and tells the client what to send', async () => {
  const { url, headers, expiresAt } = await presignPut(storage, { ...promise, sha256: SHA256 })
  expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe(
    'content-length;content-type;host;if-none-match;x-amz-checksum-sha256',
  )
  expect(headers).toEqual({
    'content-type': 'text/plain',
    'if-none-match': '*',
    'x-amz-checksum-sha256': WIRE,
  })
  expect(expiresAt).toEqual(new Date('2026-03-04T05:16:07.000Z'))
})

test('a PUT without a checksum signs none, not even one of the SDK’s own', async () => {
  const { url, headers } = await presignPut(storage, promise)
  expect(headers).toEqual({ 'content-type': 'text/plain', 'if-none-match': '*' })
  expect(url.toLowerCase()).not.toContain('checksum')
})

test('a URL expires no later than the credentials that signed it', async () => {
  const expiration = new Date('2026-03-04T05:10:00.000Z')
  const temporary = createStorage({
    ...base,
    credentials: { ...credentials, sessionToken: 't', expiration } as never,
  })
  expect((await presignPut(temporary, promise)).expiresAt).toEqual(expiration)
})

test('what cannot be signed as promised is not signed at all', async () => {
  const wrong: Partial<Parameters<typeof presignPut>[1]>[] = [
    { size: -1 },
    { size: 1.5 },
    { size: Number.NaN },
    { sha256: SHA256.toUpperCase() },
    { sha256: WIRE },
    { expiresIn: 0 },
    { expiresIn: 1.5 },
    { expiresIn: 604_801 },
    { key: '' },
    { key: 'a/../b' },
    { key: './a' },
    { key: 'é'.repeat(513) },
  ]
  for (const change of wrong) {
    await expect(presignPut(storage, { ...promise, ...change }), JSON.stringify(change)).rejects.toThrow(
      RangeError,
    )
  }
  for (const partNumber of [0, 10_001, 1.5]) {
    const part = { key: 'a', multipartId: 'm', partNumber, size: 1, expiresIn: 60 }
    await expect(presignPart(storage, part)).rejects.toThrow(RangeError)
  }
})
