import { createHash, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AbortMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { multipartSteps, PARTS } from '../test-multipart.ts'
import { refusal, send, startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
let steps: ReturnType<typeof multipartSteps>
beforeAll(async () => {
  server = await startTestServer()
  steps = multipartSteps(server)
})
afterAll(() => server[Symbol.asyncDispose]())

const MIB = 1024 * 1024
const BODIES = [PARTS.first, PARTS.second, PARTS.last]
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest()

async function blobs(): Promise<string[]> {
  return readdir(join(server.dir, 'buckets', server.bucket, 'blobs'))
}

describe('an upload in parts', () => {
  test('is invisible until it is completed, and then whole, with its description', async () => {
    const id = await steps.create('whole', { ContentType: 'application/x-test', Metadata: { a: 'b' } })
    const urls = await Promise.all(
      BODIES.map((_, i) =>
        getSignedUrl(
          steps.client,
          new UploadPartCommand({ ...steps.at('whole'), UploadId: id, PartNumber: i + 1 }),
        ),
      ),
    )
    const sent = await Promise.all(BODIES.map((body, i) => send(urls[i] ?? '', { method: 'PUT', body })))
    expect(sent.map(({ headers }) => headers.etag)).toEqual(
      BODIES.map((body) => `"${md5(body).toString('hex')}"`),
    )
    expect(await refusal(steps.read('whole'))).toMatchObject({ code: 'NoSuchKey' })
    expect(
      (await steps.client.send(new ListObjectsV2Command({ Bucket: server.bucket, Prefix: 'whole' })))
        .KeyCount,
    ).toBe(0)

    const made = await steps.complete(
      'whole',
      id,
      sent.map(({ headers }, i) => ({ PartNumber: i + 1, ETag: headers.etag })),
    )
    const etag = `"${createHash('md5')
      .update(Buffer.concat(BODIES.map(md5)))
      .digest('hex')}-3"`
    const got = await steps.read('whole')
    expect(made.ETag).toBe(etag)
    expect(got).toMatchObject({ ETag: etag, ContentType: 'application/x-test', Metadata: { a: 'b' } })
    expect(got.bytes.equals(Buffer.concat(BODIES))).toBe(true)
    expect(
      await refusal(steps.client.send(new ListPartsCommand({ ...steps.at('whole'), UploadId: id }))),
    ).toMatchObject({ code: 'NoSuchUpload' })
  })

  test('can be read by range across its parts, and by part', async () => {
    const all = Buffer.concat(BODIES)
    const range = await steps.read('whole', { Range: `bytes=${5 * MIB - 2}-${5 * MIB + 1}` })
    expect(range.bytes.equals(all.subarray(5 * MIB - 2, 5 * MIB + 2))).toBe(true)
    const third = await steps.read('whole', { PartNumber: 3 })
    expect(third.bytes.equals(PARTS.last)).toBe(true)
    expect(third.PartsCount).toBe(3)
    expect(await refusal(steps.read('whole', { PartNumber: 4 }))).toEqual({
      code: 'InvalidPartNumber',
      status: 416,
    })
  })

  test('can be read to its end though it is replaced meanwhile', async () => {
    const { Body } = await steps.client.send(new GetObjectCommand(steps.at('whole')))
    await steps.client.send(new PutObjectCommand({ ...steps.at('whole'), Body: 'new' }))
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? [])
    expect(bytes.equals(Buffer.concat(BODIES))).toBe(true)
    expect((await steps.read('whole')).bytes.toString()).toBe('new')
  })

  test('completed twice gives the same answer, and the object is there once', async () => {
    const id = await steps.create('twice')
    const part = await steps.sendPart('twice', id, { number: 1, body: PARTS.last })
    const first = await steps.complete('twice', id, [part])
    const second = await steps.complete('twice', id, [part])
    expect(second.ETag).toBe(first.ETag)
    expect((await steps.read('twice')).bytes.equals(PARTS.last)).toBe(true)
  })

  test('frees the parts that it leaves out or replaces', async () => {
    const before = (await blobs()).length
    const id = await steps.create('leave-out')
    await steps.sendPart('leave-out', id, { number: 1, body: PARTS.first })
    const part = await steps.sendPart('leave-out', id, { number: 1, body: PARTS.last })
    await steps.sendPart('leave-out', id, { number: 2, body: PARTS.last })
    await steps.complete('leave-out', id, [part])
    expect((await blobs()).length).toBe(before + 1)
  })

  test('that is aborted is gone with its parts', async () => {
    const before = (await blobs()).length
    const id = await steps.create('aborted')
    await steps.sendPart('aborted', id, { number: 1, body: PARTS.last })
    const open = await steps.client.send(
      new ListMultipartUploadsCommand({ Bucket: server.bucket, Prefix: 'aborted' }),
    )
    expect(open.Uploads?.map(({ UploadId }) => UploadId)).toEqual([id])
    await steps.client.send(new AbortMultipartUploadCommand({ ...steps.at('aborted'), UploadId: id }))
    expect(await refusal(steps.sendPart('aborted', id, { number: 2, body: PARTS.last }))).toEqual({
      code: 'NoSuchUpload',
      status: 404,
    })
    expect(
      await refusal(
        steps.client.send(new AbortMultipartUploadCommand({ ...steps.at('aborted'), UploadId: id })),
      ),
    ).toMatchObject({ code: 'NoSuchUpload' })
    expect((await blobs()).length).toBe(before)
  })

  test('belongs to its key', async () => {
    const id = await steps.create('mine')
    expect(await refusal(steps.sendPart('yours', id, { number: 1, body: PARTS.last }))).toMatchObject({
      code: 'NoSuchUpload',
    })
  })

  test('works through lib-storage with the SDK’s own checksums', async () => {
    const bytes = randomBytes(12 * MIB)
    await new Upload({
      client: server.client(),
      params: { ...steps.at('lib'), Body: bytes },
      partSize: 5 * MIB,
    }).done()
    expect((await steps.read('lib')).bytes.equals(bytes)).toBe(true)
  })
})

describe('completing', () => {
  test('refuses unknown, reordered, small, repeated and no parts', async () => {
    const id = await steps.create('bad')
    const one = await steps.sendPart('bad', id, { number: 1, body: PARTS.last })
    const two = await steps.sendPart('bad', id, { number: 2, body: PARTS.last })
    const code = async (parts: object[]) => (await refusal(steps.complete('bad', id, parts))).code
    expect(await code([{ PartNumber: 1, ETag: `"${'0'.repeat(32)}"` }])).toBe('InvalidPart')
    expect(await code([one, { PartNumber: 3, ETag: one.ETag }])).toBe('InvalidPart')
    expect(await code([two, one])).toBe('InvalidPartOrder')
    expect(await code([one, one])).toBe('InvalidPartOrder')
    expect(await code([one, two])).toBe('EntityTooSmall')
    expect(await code([])).toBe('MalformedXML')
    expect(await refusal(steps.complete('bad', 'nosuchupload', [one]))).toEqual({
      code: 'NoSuchUpload',
      status: 404,
    })
    expect(await refusal(steps.sendPart('bad', id, { number: 10_001, body: PARTS.last }))).toMatchObject({
      code: 'InvalidArgument',
    })
    expect(await refusal(steps.read('bad'))).toMatchObject({ code: 'NoSuchKey' })
  })

  test('obeys If-None-Match', async () => {
    await steps.client.send(new PutObjectCommand({ ...steps.at('taken'), Body: 'first' }))
    const id = await steps.create('taken')
    const part = await steps.sendPart('taken', id, { number: 1, body: PARTS.last })
    expect(await refusal(steps.complete('taken', id, [part], { IfNoneMatch: '*' }))).toEqual({
      code: 'PreconditionFailed',
      status: 412,
    })
    expect((await steps.read('taken')).bytes.toString()).toBe('first')
  })

  test('checks the size that it is told', async () => {
    const id = await steps.create('sized')
    const part = await steps.sendPart('sized', id, { number: 1, body: PARTS.last })
    expect(await refusal(steps.complete('sized', id, [part], { MpuObjectSize: 1 }))).toMatchObject({
      code: 'InvalidRequest',
    })
    await steps.complete('sized', id, [part], { MpuObjectSize: PARTS.last.length })
  })
})
