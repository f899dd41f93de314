import { Prisma } from '@holdall/db'

/**
 * An INSERT for a CTE: the object is to be deleted, from now on. `from` has `object_key` and
 * `put_expires_at`. Answers the outbox rows' ids, for drainOutbox().
 */
export function queueDeletions({ from, at }: { from: Prisma.Sql; at: Date }): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO object_deletions (object_key, put_expires_at, created_at, due_at)
    SELECT object_key, put_expires_at, ${at}::timestamptz, ${at}::timestamptz FROM ${from}
    RETURNING id`
}
