import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openUpload, refusal, startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const put = (Key: string, Body: string | Buffer, more = {}) =>
  server.client().send(new PutObjectCommand({ Bucket: server.bucket, Key, Body, ...more }))
const read = async (Key: string) =>
  (await server.client().send(new GetObjectCommand({ Bucket: server.bucket, Key }))).Body?.transformToString()

describe('If-None-Match: *', () => {
  test('writes once and then refuses', async () => {
    await put('once', 'first', { IfNoneMatch: '*' })
    expect(await refusal(put('once', 'second', { IfNoneMatch: '*' }))).toEqual({
      code: 'PreconditionFailed',
      status: 412,
    })
    expect(await read('once')).toBe('first')
  })

  test('lets exactly one of many racing writers win, and keeps what that one wrote', async () => {
    const bodies = Array.from({ length: 16 }, (_, i) => Buffer.alloc(300_000, i))
    const results = await Promise.allSettled(bodies.map((body) => put('race', body, { IfNoneMatch: '*' })))
    const won = results.flatMap((result, i) => (result.status === 'fulfilled' ? [i] : []))
    expect(won).toHaveLength(1)
    const { Body } = await server.client().send(new GetObjectCommand({ Bucket: server.bucket, Key: 'race' }))
    expect(
      Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bodies[won[0] ?? -1] ?? Buffer.alloc(0)),
    ).toBe(true)
  })

  test('is decided when the body is complete, not when the request began', async () => {
    const before = await readdir(join(server.dir, 'buckets', server.bucket, 'blobs'))
    const slow = await openUpload(server, 'decided', { size: 100_000, headers: { 'if-none-match': '*' } })
    await slow.write(Buffer.alloc(50_000))
    await put('decided', 'quick')
    expect(await slow.finish(Buffer.alloc(50_000))).toMatchObject({ status: 412, code: 'PreconditionFailed' })
    expect(await read('decided')).toBe('quick')
    expect(await readdir(join(server.dir, 'buckets', server.bucket, 'blobs'))).toEqual(before)
  })

  test('conflicts with a delete that succeeds meanwhile', async () => {
    await put('conflict', 'old')
    const slow = await openUpload(server, 'conflict', { size: 100_000, headers: { 'if-none-match': '*' } })
    await slow.write(Buffer.alloc(50_000))
    await server.client().send(new DeleteObjectCommand({ Bucket: server.bucket, Key: 'conflict' }))
    expect(await slow.finish(Buffer.alloc(50_000))).toMatchObject({
      status: 409,
      code: 'ConditionalRequestConflict',
    })
    expect(await refusal(read('conflict'))).toMatchObject({ code: 'NoSuchKey' })
  })

  test('holds for copies; any other value is not implemented, as in S3', async () => {
    await put('copy-source', 'x')
    const copy = {
      Bucket: server.bucket,
      Key: 'once',
      CopySource: `${server.bucket}/copy-source`,
      IfNoneMatch: '*',
    }
    expect(await refusal(server.client().send(new CopyObjectCommand(copy)))).toMatchObject({
      code: 'PreconditionFailed',
    })
    expect(await refusal(put('other', 'x', { IfNoneMatch: '"etag"' }))).toEqual({
      code: 'NotImplemented',
      status: 501,
    })
  })
})

describe('If-Match', () => {
  test('replaces only the object that is meant', async () => {
    const { ETag } = await put('match', 'one')
    expect(await refusal(put('match', 'two', { IfMatch: `"${'0'.repeat(32)}"` }))).toEqual({
      code: 'PreconditionFailed',
      status: 412,
    })
    await put('match', 'two', { IfMatch: ETag })
    expect(await refusal(put('match', 'three', { IfMatch: ETag }))).toMatchObject({
      code: 'PreconditionFailed',
    })
    expect(await read('match')).toBe('two')
  })

  test('without an object is NoSuchKey', async () => {
    expect(await refusal(put('none', 'x', { IfMatch: '"etag"' }))).toEqual({ code: 'NoSuchKey', status: 404 })
  })

  test('lets exactly one of many racing writers win', async () => {
    const { ETag } = await put('match-race', 'start')
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) => put('match-race', `${i}`, { IfMatch: ETag })),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})
