import { mkdtemp, rm } from 'node:fs/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { type S3Options, startS3 } from './server.ts'

export const CREDENTIALS = { accessKeyId: 'TESTACCESSKEY', secretAccessKey: 'test-secret-access-key' }

export type TestServer = {
  url: string
  dir: string
  port: number
  /** Made for the test. */
  bucket: string
  /** Errors that weren't the client's. */
  errors: unknown[]
  client(config?: S3ClientConfig): S3Client
  [Symbol.asyncDispose](): Promise<void>
}

/** A server of its own with one bucket, on a folder that goes with it; on `dir` another one, as it was left. */
export async function startTestServer(options: Partial<S3Options> = {}): Promise<TestServer> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 's3-local-test-')))
  const errors: unknown[] = []
  const server = await startS3({
    credentials: [CREDENTIALS],
    onError: (error) => errors.push(error),
    ...options,
    dir,
  })
  const client = (config: S3ClientConfig = {}) => createClient(server.url, config)
  const bucket = 'test-bucket'
  if (options.dir === undefined) await client().send(new CreateBucketCommand({ Bucket: bucket }))
  return {
    ...server,
    dir,
    bucket,
    errors,
    client,
    async [Symbol.asyncDispose]() {
      await server.close()
      if (options.dir === undefined) await rm(dir, { recursive: true, force: true })
    },
  }
}

/** As people write it, but that a failing call fails at once. */
export function createClient(endpoint: string, config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: CREDENTIALS,
    maxAttempts: 1,
    ...config,
  })
}

/** A client whose presigned URLs hold what the test says and nothing else. */
export const PLAIN: S3ClientConfig = {
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
}

export type RawAnswer = {
  status: number
  headers: Record<string, string | undefined>
  body: Buffer
  text: string
  code: string | undefined
}

type RawOptions = {
  method?: string
  headers?: Record<string, string | number>
  body?: Buffer | string
  path?: string
}

/** One HTTP request exactly as written: nothing is added, followed or normalised. */
export function send(url: string, options: RawOptions = {}): Promise<RawAnswer> {
  const { hostname, port, host, pathname, search } = new URL(url)
  const { method = 'GET', headers = {}, body, path = pathname + search } = options
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path, method, headers: { host, ...headers }, agent: false })
    request.on('error', reject)
    request.on('response', (response) => readAnswer(response).then(resolve, reject))
    request.end(body)
  })
}

/** What a refused SDK call was refused with. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; status: number | undefined }> {
  try {
    await call
  } catch (error) {
    const { name, Code, $metadata } = error as {
      name: string
      Code?: string
      $metadata?: { httpStatusCode?: number }
    }
    return { code: Code ?? name, status: $metadata?.httpStatusCode }
  }
  throw new Error('The call was not refused.')
}

export type OpenUpload = {
  write(bytes: Buffer): Promise<void>
  finish(bytes?: Buffer): Promise<RawAnswer>
}

/** A presigned PUT whose body the test sends when it likes. The server has begun it when this resolves. */
export async function openUpload(
  server: TestServer,
  key: string,
  { size, headers = {} }: { size: number; headers?: Record<string, string> },
): Promise<OpenUpload> {
  const command = new PutObjectCommand({
    Bucket: server.bucket,
    Key: key,
    IfNoneMatch: headers['if-none-match'],
  })
  const url = new URL(await getSignedUrl(server.client(PLAIN), command))
  const request = httpRequest({
    hostname: url.hostname,
    port: url.port,
    path: url.pathname + url.search,
    method: 'PUT',
    headers: { host: url.host, 'content-length': size, expect: '100-continue', ...headers },
    agent: false,
  })
  const answer = new Promise<RawAnswer>((resolve, reject) => {
    request.on('error', reject)
    request.on('response', (response) => readAnswer(response).then(resolve, reject))
  })
  await new Promise((resolve, reject) => {
    request.on('continue', resolve)
    answer.catch(reject)
    request.flushHeaders()
  })
  return {
    write: (bytes) => new Promise((resolve) => request.write(bytes, () => resolve())),
    finish(bytes) {
      request.end(bytes)
      return answer
    },
  }
}

async function readAnswer(response: IncomingMessage): Promise<RawAnswer> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const text = body.toString('utf8')
  return {
    status: response.statusCode ?? 0,
    headers: response.headers as Record<string, string | undefined>,
    body,
    text,
    code: /<Code>([^<]*)<\/Code>/.exec(text)?.[1],
  }
}
