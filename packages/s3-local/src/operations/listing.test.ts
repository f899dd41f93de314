import {
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusal, startTestServer, type TestServer } from '../test-server.ts'

/** In S3's order: by UTF-8 bytes, which puts U+FF5E before U+1F600. */
const KEYS = ['Z', 'a', 'a/1', 'a/2', 'a/b/1', 'b', 'b c+d', 'c/x', 'é', '～', '😀']

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  for (const Key of [...KEYS].reverse())
    await server.client().send(new PutObjectCommand({ Bucket: server.bucket, Key, Body: Key }))
})
afterAll(() => server[Symbol.asyncDispose]())

const list = (query: object) =>
  server.client().send(new ListObjectsV2Command({ Bucket: server.bucket, ...query }))
const list1 = (query: object) =>
  server.client().send(new ListObjectsCommand({ Bucket: server.bucket, ...query }))

/** Keys and common prefixes of every page, a page at a time. */
async function pages(query: object): Promise<string[][]> {
  const found: string[][] = []
  let ContinuationToken: string | undefined
  do {
    const page = await list({ ...query, ContinuationToken })
    found.push([
      ...(page.Contents ?? []).map(({ Key = '' }) => Key),
      ...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix),
    ])
    ContinuationToken = page.NextContinuationToken
  } while (ContinuationToken !== undefined && found.length < 20)
  return found
}

describe('ListObjectsV2', () => {
  test('gives every key once, in the order of the bytes, whatever the size of a page', async () => {
    for (const MaxKeys of [1, 2, 3, 11, 1000]) expect((await pages({ MaxKeys })).flat()).toEqual(KEYS)
  })

  test('describes each object', async () => {
    const { Contents, KeyCount, IsTruncated, Name } = await list({ Prefix: 'é', FetchOwner: true })
    expect({ KeyCount, IsTruncated, Name }).toEqual({ KeyCount: 1, IsTruncated: false, Name: server.bucket })
    expect(Contents?.[0]).toMatchObject({
      Key: 'é',
      Size: 2,
      StorageClass: 'STANDARD',
      Owner: { DisplayName: 'holdall' },
    })
    expect(Contents?.[0]?.LastModified?.getTime()).toBeGreaterThan(Date.now() - 60_000)
  })

  test('folds keys under a delimiter, page by page, each once', async () => {
    const flat = (await pages({ Delimiter: '/', MaxKeys: 1 })).flat()
    expect(flat).toEqual(['Z', 'a', 'a/', 'b', 'b c+d', 'c/', 'é', '～', '😀'])
    expect(await pages({ Delimiter: '/', Prefix: 'a/' })).toEqual([['a/1', 'a/2', 'a/b/']])
    expect(await pages({ Delimiter: '/b/', Prefix: 'a' })).toEqual([['a', 'a/1', 'a/2', 'a/b/']])
  })

  test('starts after a key, whether or not it exists', async () => {
    expect((await pages({ StartAfter: 'a/2' })).flat()[0]).toBe('a/b/1')
    expect((await pages({ StartAfter: 'a/3' })).flat()[0]).toBe('a/b/1')
  })

  test('with max-keys 0 is empty and complete', async () => {
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false, MaxKeys: 0 })
  })

  test('with encoding-type=url escapes what XML could not hold', async () => {
    await server.client().send(new PutObjectCommand({ Bucket: server.bucket, Key: 'ctl/\u0001 +', Body: '' }))
    const { Contents, EncodingType } = await list({ Prefix: 'ctl/', EncodingType: 'url' })
    expect(EncodingType).toBe('url')
    expect(Contents?.[0]?.Key).toBe('ctl/%01%20%2B')
  })

  test('refuses a token that it did not make, and impossible numbers', async () => {
    expect(await refusal(list({ ContinuationToken: 'made-up' }))).toEqual({
      code: 'InvalidArgument',
      status: 400,
    })
    expect(await refusal(list({ MaxKeys: -1 }))).toEqual({ code: 'InvalidArgument', status: 400 })
    expect(await refusal(list({ EncodingType: 'base64' }))).toEqual({ code: 'InvalidArgument', status: 400 })
  })
})

describe('ListObjects', () => {
  test('goes on from a key or a common prefix', async () => {
    const first = await list1({ Delimiter: '/', MaxKeys: 3 })
    expect(first).toMatchObject({ IsTruncated: true, NextMarker: 'a/' })
    const second = await list1({ Delimiter: '/', Marker: first.NextMarker, MaxKeys: 1 })
    expect(second.Contents?.map(({ Key }) => Key)).toEqual(['b'])
    expect((await list1({ Marker: 'a/1', MaxKeys: 1 })).Contents?.[0]?.Key).toBe('a/2')
  })
})

test('ListObjectVersions gives each object as its own only version', async () => {
  const { Versions } = await server
    .client()
    .send(new ListObjectVersionsCommand({ Bucket: server.bucket, Prefix: 'a/' }))
  expect(Versions?.map(({ Key, VersionId, IsLatest }) => [Key, VersionId, IsLatest])).toEqual([
    ['a/1', 'null', true],
    ['a/2', 'null', true],
    ['a/b/1', 'null', true],
  ])
})
