import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'

// Prints how quick a PUT of 1 GiB is and how much memory it takes, beside a server that does nothing but write
// the body to a file. Run it with: npx tsx packages/s3-local/scripts/throughput.ts [MiB]

const MIB = 1024 * 1024
const SIZE = Number(process.argv[2] ?? 1024)
const CREDENTIALS = { accessKeyId: 'BENCH', secretAccessKey: 'bench' }
const BLOCK = randomBytes(MIB)

const SINK = `
import { createServer } from 'node:http'
import { open } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
const server = createServer(async (request, response) => {
  await pipeline(request, createWriteStream(process.argv[1]))
  const file = await open(process.argv[1], 'r')
  await file.sync()
  await file.close()
  response.end()
})
server.listen(0, '127.0.0.1', () => console.log('ready on http://127.0.0.1:' + server.address().port))
`

type Server = { url: string; child: ChildProcess }

function start(args: string[]): Promise<Server> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`It ended with ${code}.`)))
    child.stdout.on('data', (chunk: Buffer) => {
      const [, url] = /ready on (\S+)/.exec(chunk.toString()) ?? []
      if (url !== undefined) resolve({ url, child })
    })
  })
}

/** Sends `count` MiB and gives the answer's ETag. */
function put(url: string, count: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const sending = request(
      url,
      { method: 'PUT', headers: { 'content-length': count * MIB } },
      (response) => {
        response.resume()
        if (response.statusCode === 200) response.on('end', () => resolve(response.headers.etag ?? ''))
        else reject(new Error(`It answered ${response.statusCode}.`))
      },
    )
    sending.on('error', reject)
    let left = count
    const more = () => {
      while (left > 0) {
        left--
        if (!sending.write(BLOCK)) {
          sending.once('drain', more)
          return
        }
      }
      sending.end()
    }
    more()
  })
}

/** MiB/s of what `run` sends, and the most memory that the server's process had meanwhile. */
async function measure(name: string, server: Server, run: () => Promise<unknown>): Promise<void> {
  let peak = 0
  const timer = setInterval(() => (peak = Math.max(peak, memoryOf(server))), 20)
  const begin = performance.now()
  await run()
  const seconds = (performance.now() - begin) / 1000
  clearInterval(timer)
  console.log(
    `${name.padEnd(44)} ${(SIZE / seconds).toFixed(0).padStart(5)} MiB/s, peak ${peak.toFixed(0)} MiB`,
  )
}

function memoryOf({ child }: Server): number {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? []
  return Number(kib) / 1024
}

async function putInParts(client: S3Client, Bucket: string): Promise<void> {
  const at = { Bucket, Key: 'parts' }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(at))
  const partSize = 16
  const Parts: Array<{ PartNumber: number; ETag: string }> = []
  let next = 1
  const worker = async () => {
    for (let PartNumber = next++; PartNumber <= SIZE / partSize; PartNumber = next++) {
      const url = await getSignedUrl(client, new UploadPartCommand({ ...at, UploadId, PartNumber }))
      Parts.push({ PartNumber, ETag: await put(url, partSize) })
    }
  }
  await Promise.all([worker(), worker(), worker(), worker()])
  Parts.sort((a, b) => a.PartNumber - b.PartNumber)
  await client.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }))
}

const dir = await mkdtemp(join(tmpdir(), 's3-local-throughput-'))
try {
  const sink = await start(['--input-type=module', '-e', SINK, join(dir, 'sink')])
  await measure('plain Node http to file, then fsync', sink, () => put(sink.url, SIZE))
  sink.child.removeAllListeners('exit').kill()

  const bin = fileURLToPath(new URL('../bin/s3-local.mjs', import.meta.url))
  const keys = ['--access-key', CREDENTIALS.accessKeyId, '--secret-key', CREDENTIALS.secretAccessKey]
  const server = await start([bin, '--dir', join(dir, 'data'), ...keys])
  const client = new S3Client({
    endpoint: server.url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: CREDENTIALS,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })
  const Bucket = 'throughput'
  await client.send(new CreateBucketCommand({ Bucket }))
  console.log(`${'s3-local, idle'.padEnd(44)} ${''.padStart(11)}  rss ${memoryOf(server).toFixed(0)} MiB`)
  const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'whole' }))
  await measure('s3-local, one presigned PUT', server, () => put(url, SIZE))
  await measure('s3-local, 16 MiB parts, four at a time', server, () => putInParts(client, Bucket))
  server.child.removeAllListeners('exit').kill()
} finally {
  await rm(dir, { recursive: true, force: true })
}
