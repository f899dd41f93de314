import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Command, startCommand } from './test-command.ts'
import { createFuzzer } from './test-fuzzer.ts'
import { createClient } from './test-server.ts'

const REQUESTS = 20_000
const AT_ONCE = 32
const Bucket = 'fuzz-bucket'

let dir: string
let server: Command | undefined
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 's3-local-fuzz-'))
})
afterAll(async () => {
  server?.kill('SIGKILL')
  await rm(dir, { recursive: true, force: true })
})

/** Sends the bytes, says that there are no more, and gives the statuses of what came back. */
function sendBytes(port: number, bytes: Buffer): Promise<number[]> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    // A refusal in mid-request may reset the connection; what counts is how the server is afterwards.
    socket.on('error', () => undefined)
    socket.on('close', () =>
      resolve([...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map((match) => Number(match[1]))),
    )
  })
}

/** Resident memory in MiB, where the system tells. */
function memoryOf(pid: number): number | null {
  try {
    const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kib === undefined ? null : Number(kib) / 1024
  } catch {
    return null
  }
}

test(`${REQUESTS} malformed requests leave the server up, its memory flat and no stray file`, async () => {
  const running = await startCommand(dir)
  server = running
  const client = createClient(running.url)
  await client.send(new CreateBucketCommand({ Bucket }))
  await client.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'kept' }))
  const seed = Math.floor(Math.random() * 2 ** 32)
  const next = await createFuzzer(running.url, Bucket, seed)
  const statuses = new Map<number, number>()
  const failed: string[] = []
  let sent = 0

  async function sendMany(until: number): Promise<void> {
    while (sent < until) {
      sent++
      const bytes = next()
      for (const status of await sendBytes(Number(new URL(running.url).port), bytes)) {
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        if (status >= 500 && status !== 501) failed.push(bytes.toString('latin1').slice(0, 500))
      }
    }
  }
  const sendAtOnce = (until: number) => Promise.all(Array.from({ length: AT_ONCE }, () => sendMany(until)))

  // The first quarter warms up what stays: compiled code, the heap's size.
  await sendAtOnce(REQUESTS / 4)
  const before = memoryOf(running.pid)
  await sendAtOnce(REQUESTS)
  const after = memoryOf(running.pid)

  const story = `seed ${seed}, answers ${JSON.stringify([...statuses])}`
  expect(failed, story).toEqual([])
  expect(running.output(), story).toBe('')
  // Nearly all were understood well enough to be refused by name.
  expect(statuses.get(400), story).toBeGreaterThan(REQUESTS / 10)
  expect(statuses.get(403), story).toBeGreaterThan(REQUESTS / 100)
  if (before !== null && after !== null) expect(after - before, story).toBeLessThan(40)

  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'kept' }))
  expect(await Body?.transformToString()).toBe('kept')
  const bucketDir = join(dir, 'buckets', Bucket)
  await expect.poll(() => readdir(join(dir, 'tmp')), { message: story }).toEqual([])
  expect(await readdir(join(bucketDir, 'blobs')), story).toEqual([])
  expect(await readdir(join(bucketDir, 'uploads')), story).toHaveLength(1)
}, 240_000)
