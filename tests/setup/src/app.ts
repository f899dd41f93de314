import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createTestDatabase } from '@holdall/db/testing'
import { inject } from 'vitest'
import type {} from './provided.d.ts'

const SERVER = join(import.meta.dirname, '../../../apps/server/dist/main.js')

/** What the server wrote when it didn't come up: enough to see why. */
const LOG_TAIL_CHARACTERS = 4000

export type App = {
  webUrl: string
  adminUrl: string
  admin: { email: string; password: string }
  databaseUrl: string
} & AsyncDisposable

/**
 * The built server with both built apps, as `pnpm start` serves them, in a process of its own, on a
 * database and a bucket of its own.
 */
export async function startApp(): Promise<App> {
  const port = await freePort()
  const database = await createTestDatabase(inject('postgresUrl'))
  const s3 = inject('s3')
  const webUrl = `http://localhost:${port}`
  const adminUrl = `http://admin.localhost:${port}`
  const admin = { email: 'admin@holdall.test', password: randomBytes(12).toString('base64url') }

  const server = spawn(process.execPath, [SERVER], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: database.url,
      S3_ENDPOINT: s3.endpoint,
      AWS_REGION: s3.region,
      AWS_ACCESS_KEY_ID: s3.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
      S3_BUCKET_NAME: `app-${randomBytes(6).toString('hex')}`,
      S3_FORCE_PATH_STYLE: 'true',
      S3_SETUP: 'true',
      SIGN_UP: 'open',
      AUTH_SECRET: randomBytes(32).toString('hex'),
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      WEB_URL: webUrl,
      ADMIN_URL: adminUrl,
      PORT: String(port),
      SWEEP_SECONDS: '1',
    },
  })
  let log = ''
  const remember = (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-LOG_TAIL_CHARACTERS)
  }
  server.stdout.on('data', remember)
  server.stderr.on('data', remember)
  const exited = once(server, 'exit')

  await ready(`${webUrl}/readyz`, exited, () => log)
  return {
    webUrl,
    adminUrl,
    admin,
    databaseUrl: database.url,
    async [Symbol.asyncDispose]() {
      server.kill('SIGTERM')
      await exited
      await database[Symbol.asyncDispose]()
    },
  }
}

async function ready(url: string, exited: Promise<unknown>, log: () => string): Promise<void> {
  const gone = exited.then(() => {
    throw new Error(`The server ended before it was ready:\n${log()}`)
  })
  const deadline = AbortSignal.timeout(60_000)
  const answering = async () => {
    while (!(await answers(url))) {
      if (deadline.aborted) throw new Error(`The server is not ready after 60 s:\n${log()}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  await Promise.race([answering(), gone])
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('A listening socket has a port.')
  return address.port
}
