import { Prisma } from '@holdall/db'

type Change = {
  /** A relation with `user_id` and `size`: the files that are counted in or out. */
  from: Prisma.Sql
  /** 1 counts them in, -1 out, 0 leaves the counter alone. */
  pending?: 1 | 0 | -1
  stored?: 1 | 0 | -1
  trashed?: 1 | 0 | -1
  at: Date
}

/** An UPDATE for a CTE: changes the counters in the statement that changes what they count. */
export function countUsage({ from, pending = 0, stored = 0, trashed = 0, at }: Change): Prisma.Sql {
  return Prisma.sql`
    UPDATE usage u SET
      pending_bytes = u.pending_bytes + ${pending}::int * d.bytes,
      pending_count = u.pending_count + ${pending}::int * d.files,
      stored_bytes = u.stored_bytes + ${stored}::int * d.bytes,
      stored_count = u.stored_count + ${stored}::int * d.files,
      trashed_bytes = u.trashed_bytes + ${trashed}::int * d.bytes,
      trashed_count = u.trashed_count + ${trashed}::int * d.files,
      updated_at = ${at}::timestamptz
    FROM (
      SELECT user_id, sum(size)::bigint AS bytes, count(*)::int AS files FROM ${from} GROUP BY user_id
    ) d
    WHERE u.user_id = d.user_id`
}
