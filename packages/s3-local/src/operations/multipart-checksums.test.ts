import { createHash } from 'node:crypto'
import {
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { multipartSteps, PARTS } from '../test-multipart.ts'
import { refusal, startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
let steps: ReturnType<typeof multipartSteps>
beforeAll(async () => {
  server = await startTestServer()
  steps = multipartSteps(server)
})
afterAll(() => server[Symbol.asyncDispose]())

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64')

describe('checksums of parts', () => {
  test('make a composite checksum, which each part must be part of', async () => {
    const id = await steps.create('composite', { ChecksumAlgorithm: 'SHA256' })
    const bodies = [PARTS.first, PARTS.last]
    const parts = []
    for (const [i, body] of bodies.entries()) {
      const part = await steps.sendPart('composite', id, {
        number: i + 1,
        body,
        more: { ChecksumSHA256: sha256(body) },
      })
      parts.push({ ...part, ChecksumSHA256: sha256(body) })
    }
    const bare = parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }))
    expect(await refusal(steps.complete('composite', id, bare))).toMatchObject({ code: 'InvalidRequest' })
    expect(
      await refusal(steps.complete('composite', id, [{ ...parts[0], ChecksumSHA256: sha256(PARTS.last) }])),
    ).toMatchObject({ code: 'InvalidPart' })
    await steps.complete('composite', id, parts)
    const digests = Buffer.concat(bodies.map((body) => Buffer.from(sha256(body), 'base64')))
    const head = await steps.client.send(
      new HeadObjectCommand({ ...steps.at('composite'), ChecksumMode: 'ENABLED' }),
    )
    expect(head.ChecksumSHA256).toBe(`${sha256(digests)}-2`)
    expect(head.ChecksumType).toBe('COMPOSITE')
    const { ObjectParts } = await steps.client.send(
      new GetObjectAttributesCommand({
        ...steps.at('composite'),
        ObjectAttributes: ['ObjectParts'],
        MaxParts: 1,
      }),
    )
    expect(ObjectParts).toMatchObject({ TotalPartsCount: 2, IsTruncated: true, NextPartNumberMarker: '1' })
    expect(ObjectParts?.Parts).toEqual([
      { PartNumber: 1, Size: PARTS.first.length, ChecksumSHA256: sha256(PARTS.first) },
    ])
  })

  test('of another body or another algorithm are refused', async () => {
    const id = await steps.create('mixed', { ChecksumAlgorithm: 'SHA256' })
    const other = steps.sendPart('mixed', id, {
      number: 1,
      body: PARTS.last,
      more: { ChecksumSHA256: sha256(PARTS.first) },
    })
    expect(await refusal(other)).toEqual({ code: 'BadDigest', status: 400 })
    const crc = steps.sendPart('mixed', id, {
      number: 1,
      body: PARTS.last,
      more: { ChecksumCRC32: 'AAAAAA==' },
    })
    expect(await refusal(crc)).toEqual({ code: 'InvalidRequest', status: 400 })
    expect(
      await refusal(steps.create('mixed', { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' })),
    ).toMatchObject({ code: 'InvalidRequest' })
  })

  test('combine to the checksum of the whole object where the algorithm can', async () => {
    const bytes = Buffer.concat([PARTS.first, PARTS.last])
    await steps.client.send(
      new PutObjectCommand({ ...steps.at('in-one'), Body: bytes, ChecksumAlgorithm: 'CRC32C' }),
    )
    const id = await steps.create('in-parts', { ChecksumAlgorithm: 'CRC32C', ChecksumType: 'FULL_OBJECT' })
    const parts = [
      await steps.sendPart('in-parts', id, {
        number: 1,
        body: PARTS.first,
        more: { ChecksumAlgorithm: 'CRC32C' },
      }),
      await steps.sendPart('in-parts', id, {
        number: 2,
        body: PARTS.last,
        more: { ChecksumAlgorithm: 'CRC32C' },
      }),
    ]
    expect(await refusal(steps.complete('in-parts', id, parts, { ChecksumCRC32C: 'AAAAAA==' }))).toEqual({
      code: 'BadDigest',
      status: 400,
    })
    await steps.complete('in-parts', id, parts)
    const [one, other] = await Promise.all(
      ['in-one', 'in-parts'].map((Key) =>
        steps.client.send(new HeadObjectCommand({ ...steps.at(Key), ChecksumMode: 'ENABLED' })),
      ),
    )
    expect(other?.ChecksumCRC32C).toBe(one?.ChecksumCRC32C)
    expect(other?.ChecksumType).toBe('FULL_OBJECT')
  })

  test('of any kind are taken by an upload that named none, as the SDK sends them', async () => {
    const client = server.client()
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(steps.at('unnamed')))
    const sent = await client.send(
      new UploadPartCommand({ ...steps.at('unnamed'), UploadId, PartNumber: 1, Body: PARTS.last }),
    )
    expect(sent.ChecksumCRC32).toBeTruthy()
    const part = { PartNumber: 1, ETag: sent.ETag }
    const wrong = steps.complete('unnamed', UploadId ?? '', [{ ...part, ChecksumCRC32: 'AAAAAA==' }])
    expect(await refusal(wrong)).toMatchObject({ code: 'InvalidPart' })
    await steps.complete('unnamed', UploadId ?? '', [{ ...part, ChecksumCRC32: sent.ChecksumCRC32 }])
    const head = await client.send(new HeadObjectCommand({ ...steps.at('unnamed'), ChecksumMode: 'ENABLED' }))
    expect(head).toMatchObject({ ChecksumType: 'FULL_OBJECT', ChecksumCRC64NVME: expect.any(String) })
  })
})
