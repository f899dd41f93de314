import type { SessionUser } from '@holdall/auth'
import type { Db } from '@holdall/db'
import type { Storage } from '@holdall/storage'

/** Where the api writes what an operator needs to know; never a secret, token or presigned URL. */
export type Log = {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}

/** What the operator decided; all sizes in bytes, all times in seconds. */
export type Policy = {
  /** Bytes a user may hold, pending and stored together, when no quota of their own is set. */
  quotaBytes: number
  maxFileBytes: number
  /** Content types that may be uploaded: `*`, `image/*` or `image/png`. */
  allowedTypes: readonly string[]
  /** Content types that may not, checked after `allowedTypes`. */
  forbiddenTypes: readonly string[]
  /** Lifetime of a presigned PUT, of a file or a part. */
  putUrlSeconds: number
  /** How long an upload in parts may take, paused or not; its parts are signed one by one meanwhile. */
  multipartSeconds: number
  /** Lifetime of a presigned GET. */
  getUrlSeconds: number
  /** Days a file stays in the trash before the sweep purges it. */
  trashDays: number
}

/** Everything a procedure may use. Built once a request, in the composition root. */
export type Context = {
  db: Db
  storage: Storage
  policy: Policy
  user: SessionUser | null
  now: () => Date
  newId: () => string
  log: Log
  request: { id: string; ip: string | null; userAgent: string | null }
  /** Runs after the answer: draining the outbox must not make the caller wait. */
  afterCommit: (work: () => Promise<void>) => void
}

export type UserContext = Context & { user: SessionUser }
