import { randomBytes } from 'node:crypto'
import type { SessionUser } from '@holdall/auth'
import { closeDb, createDb, type Db } from '@holdall/db'
import { createTestDatabase } from '@holdall/db/testing'
import { createStorage, destroyStorage, type Storage, setUpBucket } from '@holdall/storage'
import type { TRPCClient } from '@trpc/client'
import { uuidv7 } from 'uuidv7'
import { inject } from 'vitest'
import type { Context, Policy } from '../context.ts'
import type { AppRouter } from '../router.ts'
import { createCaller } from './caller.ts'
import { countRoundTrips } from './round-trips.ts'

export type Client = TRPCClient<AppRouter>
type Logged = { level: 'info' | 'warn' | 'error'; fields: Record<string, unknown>; message: string }

const MiB = 1024 ** 2

const POLICY: Policy = {
  quotaBytes: 100 * MiB,
  maxFileBytes: 50 * MiB,
  allowedTypes: ['*'],
  forbiddenTypes: ['application/x-msdownload'],
  putUrlSeconds: 900,
  multipartSeconds: 7 * 86_400,
  getUrlSeconds: 60,
  trashDays: 30,
}

export type Harness = {
  db: Db
  storage: Storage
  policy: Policy
  /** What was logged, and what the server's onError was given. */
  logged: Logged[]
  /** Moves the api's clock, not the bucket's: signatures are made with it too. */
  skipSeconds: (seconds: number) => void
  deps: Pick<Context, 'db' | 'storage' | 'policy' | 'now' | 'newId' | 'log'>
  newUser: (overrides?: Partial<SessionUser>) => Promise<SessionUser>
  /** The real client over tRPC's fetch handler, without a port. */
  as: (user: SessionUser | null) => Client
  /** The same without the client: any body, any path. */
  request: (user: SessionUser | null, path: string, init?: RequestInit) => Promise<Response>
  /** Waits for what procedures do after their answer. */
  settled: () => Promise<void>
  /** Database round trips since the last call. */
  roundTrips: () => number
} & AsyncDisposable

/** The whole api on a database and a bucket of its own. */
export async function createHarness(overrides: Partial<Policy> = {}): Promise<Harness> {
  const database = await createTestDatabase(inject('postgresUrl'))
  const proxy = await countRoundTrips(database.url)
  const db = createDb(proxy.url)
  const storage = await createBucket()
  const policy = { ...POLICY, ...overrides }
  const logged: Logged[] = []
  const note = (level: Logged['level']) => (fields: Logged['fields'], message: string) => {
    logged.push({ level, fields, message })
  }
  const log = { info: note('info'), warn: note('warn'), error: note('error') }
  const pending: Promise<void>[] = []
  let skipped = 0
  const now = () => new Date(Date.now() + skipped)
  const deps = { db, storage, policy, now, newId: uuidv7, log }
  const { as, request } = createCaller({
    ...deps,
    afterCommit: (work) => {
      pending.push(work())
    },
  })
  return {
    db,
    storage,
    policy,
    logged,
    deps,
    as,
    request,
    skipSeconds: (seconds) => {
      skipped += seconds * 1000
    },
    newUser: (user) => createUser(db, user),
    settled: async () => {
      await Promise.all(pending.splice(0))
    },
    roundTrips: proxy.take,
    async [Symbol.asyncDispose]() {
      await Promise.all(pending.splice(0))
      destroyStorage(storage)
      await closeDb(db)
      await proxy[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

async function createBucket(): Promise<Storage> {
  const { endpoint, region, accessKeyId, secretAccessKey } = inject('s3')
  const bucket = `api-${randomBytes(8).toString('hex')}`
  const storage = createStorage({ bucket, region, endpoint, credentials: { accessKeyId, secretAccessKey } })
  await setUpBucket(storage, { origins: ['http://localhost:5173'] })
  return storage
}

async function createUser(db: Db, overrides: Partial<SessionUser> = {}): Promise<SessionUser> {
  const id = uuidv7()
  const user: SessionUser = {
    id,
    email: `${id}@example.com`,
    name: 'Somebody',
    role: 'user',
    banned: false,
    ...overrides,
  }
  await db.user.create({ data: user })
  return user
}
