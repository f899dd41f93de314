import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Command, startCommand } from './test-command.ts'
import { createClient } from './test-server.ts'

const Bucket = 'crash-bucket'
const ROUNDS = 6
const WRITERS = 8

let dir: string
let server: Command | undefined
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 's3-local-crash-'))
})
afterAll(async () => {
  server?.kill('SIGKILL')
  await rm(dir, { recursive: true, force: true })
})

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** What a key may hold after a crash: what was acknowledged last, or what was being written then. null: nothing. */
type Allowed = Set<string | null>

type Journal = { allowed: Map<string, Allowed>; acknowledged: () => void }

/** One writer, on keys of its own, until the server dies. Sizes go from inline to several writes to the disk. */
async function write(client: S3Client, writer: number, { allowed, acknowledged }: Journal) {
  for (let i = 0; ; i++) {
    const Key = `${writer}/${i % 5}`
    const body = randomBytes(i % 3 === 0 ? 500 : i % 3 === 1 ? 200_000 : 3_000_000)
    const value = i % 7 === 6 ? null : sha(body)
    const before = allowed.get(Key) ?? new Set([null])
    allowed.set(Key, new Set([...before, value]))
    if (value === null) await client.send(new DeleteObjectCommand({ Bucket, Key }))
    else if (i % 4 === 3) await writeInParts(client, Key, body)
    else await client.send(new PutObjectCommand({ Bucket, Key, Body: body }))
    allowed.set(Key, new Set([value]))
    acknowledged()
  }
}

async function writeInParts(client: S3Client, Key: string, Body: Buffer): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }))
  const part = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body }))
  const Parts = [{ PartNumber: 1, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 }]
  await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }))
}

async function writeUntilKilled(running: Command, allowed: Map<string, Allowed>): Promise<void> {
  const client = createClient(running.url)
  let left = 10 + Math.floor(Math.random() * 40)
  const acknowledged = () => {
    left--
    if (left === 0) running.kill('SIGKILL')
  }
  // Writers end by an error alone, and none may come before the kill.
  const writers = Array.from({ length: WRITERS }, (_, writer) =>
    write(client, writer, { allowed, acknowledged }).catch((error: unknown) => {
      if (left > 0) throw error
    }),
  )
  await Promise.all(writers)
  await running.exited
  client.destroy()
}

async function expectAllowed(client: S3Client, allowed: Map<string, Allowed>): Promise<void> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }))
  const listed = new Set(Contents.map(({ Key }) => Key))
  for (const [key, values] of allowed) {
    if (!listed.has(key)) {
      expect(values.has(null), `${key} is lost`).toBe(true)
      allowed.set(key, new Set([null]))
      continue
    }
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }))
    const found = sha((await Body?.transformToByteArray()) ?? new Uint8Array())
    expect(values.has(found), `${key} is neither the old object nor the new one`).toBe(true)
    allowed.set(key, new Set([found]))
  }
}

test('after kill -9 at any moment every acknowledged object is whole and there, and no half one', async () => {
  const allowed = new Map<string, Allowed>()
  server = await startCommand(dir)
  await createClient(server.url).send(new CreateBucketCommand({ Bucket }))
  for (let round = 0; round < ROUNDS; round++) {
    await writeUntilKilled(server, allowed)
    server = await startCommand(dir)
    await expectAllowed(createClient(server.url), allowed)
  }

  const client = createClient(server.url)
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }))
  for (const { Key, UploadId } of Uploads)
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
  for (const key of allowed.keys()) await client.send(new DeleteObjectCommand({ Bucket, Key: key }))
  const bucketDir = join(dir, 'buckets', Bucket)
  for (const folder of ['objects', 'blobs', 'uploads'])
    expect(await readdir(join(bucketDir, folder))).toEqual([])
  expect(await readdir(join(dir, 'tmp'))).toEqual([])
  server.kill('SIGTERM')
  expect(await server.exited).toBe(0)
  expect(server.output()).toBe('')
}, 120_000)
