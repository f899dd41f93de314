import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { multipartSteps, PARTS } from '../test-multipart.ts'
import { CREDENTIALS, refusal, startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
let steps: ReturnType<typeof multipartSteps>
beforeAll(async () => {
  server = await startTestServer()
  steps = multipartSteps(server)
})
afterAll(() => server[Symbol.asyncDispose]())

describe('lists', () => {
  test('of parts come in pages', async () => {
    const id = await steps.create('pages')
    for (const number of [3, 1, 10])
      await steps.sendPart('pages', id, { number, body: Buffer.from(`part ${number}`) })
    const first = await steps.client.send(
      new ListPartsCommand({ ...steps.at('pages'), UploadId: id, MaxParts: 2 }),
    )
    expect(first.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, 6],
      [3, 6],
    ])
    expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '3' })
    const second = await steps.client.send(
      new ListPartsCommand({
        ...steps.at('pages'),
        UploadId: id,
        PartNumberMarker: first.NextPartNumberMarker,
      }),
    )
    expect(second.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([10])
    expect(second.IsTruncated).toBe(false)
  })

  test('of uploads go on after one that was aborted meanwhile', async () => {
    const ids = [await steps.create('gone'), await steps.create('gone'), await steps.create('gone')]
    const page = (marker: { KeyMarker?: string; UploadIdMarker?: string }) =>
      steps.client.send(
        new ListMultipartUploadsCommand({ Bucket: server.bucket, Prefix: 'gone', MaxUploads: 1, ...marker }),
      )
    const first = await page({})
    const [upload] = first.Uploads ?? []
    expect(upload?.UploadId).toBe(ids[0])
    expect(upload?.Initiator).toEqual({
      ID: `arn:aws:iam::000000000000:user/${CREDENTIALS.accessKeyId}`,
      DisplayName: CREDENTIALS.accessKeyId,
    })
    await steps.client.send(new AbortMultipartUploadCommand({ ...steps.at('gone'), UploadId: ids[0] }))
    const second = await page({ KeyMarker: first.NextKeyMarker, UploadIdMarker: first.NextUploadIdMarker })
    expect(second.Uploads?.map(({ UploadId }) => UploadId)).toEqual([ids[1]])
  })

  test('of uploads come in pages, by key and start, and grouped by a delimiter', async () => {
    const ids = []
    for (const key of ['l/b', 'l/a', 'l/a', 'l/c/1', 'l/c/2']) ids.push(await steps.create(key))
    const seen: string[] = []
    let marker: { KeyMarker?: string; UploadIdMarker?: string } = {}
    for (;;) {
      const page = await steps.client.send(
        new ListMultipartUploadsCommand({ Bucket: server.bucket, Prefix: 'l/', MaxUploads: 2, ...marker }),
      )
      seen.push(...(page.Uploads ?? []).map(({ UploadId = '' }) => UploadId))
      if (!page.IsTruncated) break
      marker = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
    }
    expect(new Set(seen)).toEqual(new Set(ids))
    expect(seen).toHaveLength(ids.length)
    const grouped = await steps.client.send(
      new ListMultipartUploadsCommand({ Bucket: server.bucket, Prefix: 'l/', Delimiter: '/' }),
    )
    expect(grouped.CommonPrefixes).toEqual([{ Prefix: 'l/c/' }])
    expect(grouped.Uploads?.map(({ Key }) => Key)).toEqual(['l/a', 'l/a', 'l/b'])
  })
})

describe('copying into a part', () => {
  test('takes the whole source or a range of it, never more', async () => {
    await steps.client.send(new PutObjectCommand({ ...steps.at('source'), Body: PARTS.first }))
    const id = await steps.create('copied')
    const copy = (PartNumber: number, CopySourceRange?: string) =>
      steps.client.send(
        new UploadPartCopyCommand({
          ...steps.at('copied'),
          UploadId: id,
          PartNumber,
          CopySource: `${server.bucket}/source`,
          CopySourceRange,
        }),
      )
    const one = await copy(1)
    const two = await copy(2, 'bytes=10-19')
    expect(await refusal(copy(3, `bytes=0-${PARTS.first.length}`))).toMatchObject({ code: 'InvalidArgument' })
    await steps.complete(
      'copied',
      id,
      [one, two].map(({ CopyPartResult }, i) => ({ PartNumber: i + 1, ETag: CopyPartResult?.ETag })),
    )
    expect(
      (await steps.read('copied')).bytes.equals(Buffer.concat([PARTS.first, PARTS.first.subarray(10, 20)])),
    ).toBe(true)
  })
})
