import { randomUUID } from 'node:crypto'
import type { AppRouter } from '@holdall/api'
import { createAuth } from '@holdall/auth'
import { closeDb } from '@holdall/db'
import { createTestDatabase } from '@holdall/db/testing'
import { destroyStorage, setUpBucket } from '@holdall/storage'
import { createTRPCClient, httpBatchLink, httpLink, splitLink } from '@trpc/client'
import { inject } from 'vitest'
import { createApp } from './app.ts'
import { readEnv } from './env.ts'
import type { Deps } from './http/types.ts'
import { listen } from './listen.ts'
import { createLog } from './log.ts'
import { createServices } from './services.ts'

export const WEB = 'http://localhost:5173'
export const ADMIN = 'http://admin.localhost:5174'
export const PASSWORD = 'correct-horse-battery'
export const AUTH_SECRET = 'a-secret-that-must-never-be-in-a-log-1234567890'

export type TestServer = Awaited<ReturnType<typeof startTestServer>>

/** The variables of a server on the run's own Postgres and S3, with a database and a bucket of its own. */
export async function testEnv(changes: Record<string, string> = {}) {
  const s3 = inject('s3')
  const database = await createTestDatabase(inject('postgresUrl'))
  const env: Record<string, string> = {
    DATABASE_URL: database.url,
    AWS_REGION: s3.region,
    S3_ENDPOINT: s3.endpoint,
    S3_BUCKET_NAME: `server-${randomUUID()}`,
    AWS_ACCESS_KEY_ID: s3.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
    AUTH_SECRET,
    WEB_URL: WEB,
    ADMIN_URL: ADMIN,
    SIGN_UP: 'open',
    LOG_LEVEL: 'debug',
    ...changes,
  }
  return { env, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() }
}

/** The app as production composes it, on a real port. Rate limits are off: every test has one address. */
export async function startTestServer(changes: Record<string, string> = {}, overrides: Partial<Deps> = {}) {
  const { env: variables, ...database } = await testEnv(changes)
  const env = readEnv(variables)
  const logLines: string[] = []
  const log = createLog(env.LOG_LEVEL, { write: (line) => void logLines.push(line) })
  const services = createServices(env, log)
  const auth = createAuth({
    db: services.db,
    secret: env.AUTH_SECRET,
    baseUrl: env.WEB_URL,
    trustedOrigins: [env.WEB_URL, env.ADMIN_URL],
    signUp: env.SIGN_UP,
    secureCookies: false,
    rateLimit: false,
    log,
  })
  await setUpBucket(services.storage, { origins: [env.WEB_URL, env.ADMIN_URL] })
  const deps: Deps = { ...services, auth, ...overrides }
  const server = await listen(createApp(deps), { port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${server.port}`
  return {
    url,
    env,
    /** The environment that it was made from. */
    variables,
    deps,
    logLines,
    background: services.background,
    close: server.close,
    /** What a lost database looks like. */
    dropDatabase: () => database[Symbol.asyncDispose](),
    signUp: (email = `${randomUUID()}@example.com`) => signUp(url, email),
    [Symbol.asyncDispose]: async () => {
      await server.close()
      await services.background.settled()
      await closeDb(services.db)
      destroyStorage(services.storage)
      await database[Symbol.asyncDispose]()
    },
  }
}

/** A new user, the bearer token that a script would keep, the browser's cookie, and a typed client. */
async function signUp(url: string, email: string) {
  const response = await fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD, name: 'Test' }),
  })
  const body = (await response.json()) as { token: string; user: { id: string } }
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  return { email, id: body.user.id, token: body.token, cookie, client: createTestClient(url, body.token) }
}

/** tRPC's own client; calls with `context.batch` travel together. */
export function createTestClient(url: string, token?: string) {
  const options = {
    url: `${url}/trpc`,
    headers: token ? { authorization: `Bearer ${token}` } : {},
  }
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.context.batch === true,
        true: httpBatchLink(options),
        false: httpLink(options),
      }),
    ],
  })
}

/** What a refusal tells its caller. */
export type Refusal = { message: string; data: { reason: string; field: string | null; httpStatus: number } }

/** The refusal that a call ends in; a call that succeeds is an error here. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const error = await call.then(
    (value) => {
      throw new Error(`expected a refusal, got ${JSON.stringify(value)}`)
    },
    (thrown: unknown) => thrown,
  )
  return error as Refusal
}
