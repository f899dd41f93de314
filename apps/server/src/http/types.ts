import type { Policy } from '@holdall/api/server'
import type { Auth } from '@holdall/auth'
import type { Db } from '@holdall/db'
import type { Storage } from '@holdall/storage'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { Logger } from 'pino'
import type { Site } from '../static/site.ts'

/** All that the app is made of; the composition root and the tests build it. */
export type Deps = {
  db: Db
  storage: Storage
  auth: Auth
  policy: Policy
  log: Logger
  now: () => Date
  newId: () => string
  /** Origins of the two apps, as browsers send them: no path, no final slash. */
  webUrl: string
  adminUrl: string
  /** How many proxies stand in front of us; their X-Forwarded-* headers are believed, nobody else's. */
  trustProxy: number
  /** Runs after the answer; the composition root waits for what is under way before it exits. */
  afterCommit: (work: () => Promise<void>) => void
  /** The built apps; absent in development, where Vite serves them. */
  sites?: { web: Site; admin: Site }
}

export type AppEnv = {
  Bindings: Partial<HttpBindings>
  Variables: { requestId: string; ip: string | null; userId: string | null; log: Logger }
}

export type AppContext = Context<AppEnv>
