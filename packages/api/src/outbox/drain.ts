import { type Db, Prisma } from '@holdall/db'
import { deleteObjects, StorageError } from '@holdall/storage'
import type { Context } from '../context.ts'
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

type Claimed = { id: bigint; object_key: string; put_expires_at: Date | null; attempts: number }

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
  const failures = await deleteAll(storage, claimed)
  if (failures.size > 0) {
    log.warn({ failed: failures.size, error: [...failures.values()][0] }, 'objects could not be deleted')
  }
  const done = claimed.filter((row) => !failures.has(row.object_key))
  const failed = claimed.filter((row) => failures.has(row.object_key))
  const deferred = done.filter((row) => nextDeletion(row, now()) !== null)
  await settle(db, { done, failed, failures, now: now() })
  return { deleted: done.length, deferred: deferred.length, failed: failed.length }
}

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
      RETURNING id, object_key, put_expires_at, attempts`,
  )
}

/** By key, why it couldn't be deleted. */
async function deleteAll(storage: Context['storage'], claimed: Claimed[]): Promise<Map<string, string>> {
  const keys = claimed.map((row) => row.object_key)
  try {
    const { failed } = await deleteObjects(storage, { keys })
    return new Map(failed.map(({ key, code, message }) => [key, `${code}: ${message}`]))
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    return new Map(keys.map((key) => [key, error.message]))
  }
}

type Outcome = { done: Claimed[]; failed: Claimed[]; failures: Map<string, string>; now: Date }

/** One statement: rows go, or get their next time. */
async function settle(db: Db, { done, failed, failures, now }: Outcome): Promise<void> {
  const again = [
    ...done.map((row) => ({ row, dueAt: nextDeletion(row, now), error: '' })),
    ...failed.map((row) => ({
      row,
      dueAt: nextAttempt(row, now),
      error: failures.get(row.object_key) ?? '',
    })),
  ].flatMap(({ row, dueAt, error }) => (dueAt ? [{ id: String(row.id), dueAt, error }] : []))
  const kept = new Set(again.map(({ id }) => id))
  const gone = done.map(({ id }) => String(id)).filter((id) => !kept.has(id))
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
