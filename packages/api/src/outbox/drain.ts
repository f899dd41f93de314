import { type Db, Prisma } from '@holdall/db'
import { abortMultipart, deleteObjects, StorageError } from '@holdall/storage'
import type { Context } from '../context.ts'
import { inParallel } from '../in-parallel.ts'
import { statement } from '../sql/statement.ts'
import { nextAttempt, nextDeletion } from './schedule.ts'

type Deps = Pick<Context, 'db' | 'storage' | 'now' | 'log'>

type Drain = {
  /** These outbox rows alone. By default all that are due. */
  ids?: readonly bigint[]
  /** Rows at most. */
  limit?: number
}

export type Drained = {
  deleted: number
  /** Of `deleted`: those that are deleted again once their PUT URL has expired. */
  deferred: number
  /** To be tried again later. */
  failed: number
}

type Claimed = {
  id: bigint
  object_key: string
  multipart_id: string | null
  put_expires_at: Date | null
  attempts: number
  /** Another file has the same object, so it stays; that file's own purge will delete it. */
  needed: boolean
}

/** ms for which claimed rows are nobody else's. Who dies meanwhile leaves them to the next drain. */
const LEASE = 120_000

/**
 * Deletes from the bucket what the database has forgotten. Rows are claimed by moving their due time, not by
 * a lock that would have to be held while the bucket is asked; deleting twice does no harm. A bucket that
 * refuses or doesn't answer is no error here: it is written down in the row, and tried again later.
 */
export async function drainOutbox(deps: Deps, { ids, limit = 1000 }: Drain = {}): Promise<Drained> {
  const { db, storage, now, log } = deps
  const claimed = await claim(db, { ids, limit, now: now() })
  if (claimed.length === 0) return { deleted: 0, deferred: 0, failed: 0 }
  const unneeded = claimed.filter(({ needed }) => !needed)
  const failures = await deleteAll(storage, unneeded)
  if (failures.size > 0) {
    log.warn({ failed: failures.size, error: [...failures.values()][0] }, 'objects could not be deleted')
  }
  const done = unneeded.filter((row) => !failures.has(row.object_key))
  const failed = unneeded.filter((row) => failures.has(row.object_key))
  const deferred = done.filter((row) => nextDeletion(row, now()) !== null)
  const kept = claimed.filter(({ needed }) => needed)
  await settle(db, { done, failed, kept, failures, now: now() })
  return { deleted: done.length, deferred: deferred.length, failed: failed.length }
}

/**
 * Nobody can begin to need an object that nobody needs when this asks: a file that shares one is made of a file
 * that has it, under a lock that keeps that one from being purged (see reservation()).
 */
async function claim(db: Db, { ids, limit, now }: Drain & { limit: number; now: Date }): Promise<Claimed[]> {
  const mine = ids ? Prisma.sql`AND id = ANY(${ids.map(String)}::bigint[])` : Prisma.empty
  return await statement<Claimed>(
    db,
    Prisma.sql`
      UPDATE object_deletions SET attempts = attempts + 1, due_at = ${new Date(now.getTime() + LEASE)}::timestamptz
      WHERE id IN (
        SELECT id FROM object_deletions WHERE due_at <= ${now}::timestamptz ${mine}
        ORDER BY due_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
      )
      RETURNING id, object_key, multipart_id, put_expires_at, attempts, EXISTS (
        SELECT FROM s3_files f WHERE f.object_key COLLATE "C" = object_deletions.object_key
      ) AS needed`,
  )
}

/** Requests at a time. */
const LANES = 8

/** By key, why it couldn't be deleted. Parts go first: joined meanwhile, they are an object. */
async function deleteAll(storage: Context['storage'], rows: Claimed[]): Promise<Map<string, string>> {
  const failures = await abortAll(storage, rows)
  const keys = rows.map((row) => row.object_key).filter((key) => !failures.has(key))
  if (keys.length === 0) return failures
  try {
    const { failed } = await deleteObjects(storage, { keys })
    for (const { key, code, message } of failed) failures.set(key, `${code}: ${message}`)
    return failures
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    for (const key of keys) failures.set(key, error.message)
    return failures
  }
}

async function abortAll(storage: Context['storage'], rows: Claimed[]): Promise<Map<string, string>> {
  const failures = new Map<string, string>()
  await inParallel(rows, LANES, async ({ object_key: key, multipart_id: multipartId }) => {
    if (multipartId === null) return
    try {
      await abortMultipart(storage, { key, multipartId })
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      failures.set(key, error.message)
    }
  })
  return failures
}

type Outcome = {
  done: Claimed[]
  failed: Claimed[]
  kept: Claimed[]
  failures: Map<string, string>
  now: Date
}

/** One statement: rows go, or get their next time. */
async function settle(db: Db, { done, failed, kept, failures, now }: Outcome): Promise<void> {
  const again = [
    ...done.map((row) => ({ row, dueAt: nextDeletion(row, now), error: '' })),
    ...failed.map((row) => ({
      row,
      dueAt: nextAttempt(row, now),
      error: failures.get(row.object_key) ?? '',
    })),
  ].flatMap(({ row, dueAt, error }) => (dueAt ? [{ id: String(row.id), dueAt, error }] : []))
  const later = new Set(again.map(({ id }) => id))
  const gone = [...done, ...kept].map(({ id }) => String(id)).filter((id) => !later.has(id))
  await statement(
    db,
    Prisma.sql`
      WITH emptied AS (DELETE FROM object_deletions WHERE id = ANY(${gone}::bigint[]))
      UPDATE object_deletions o SET
        due_at = a.due_at,
        last_error = nullif(a.error, ''),
        attempts = CASE a.error WHEN '' THEN 0 ELSE o.attempts END
      FROM unnest(
        ${again.map(({ id }) => id)}::bigint[],
        ${again.map(({ dueAt }) => dueAt.toISOString())}::timestamptz[],
        ${again.map(({ error }) => error)}::text[]
      ) AS a (id, due_at, error)
      WHERE o.id = a.id`,
  )
}
