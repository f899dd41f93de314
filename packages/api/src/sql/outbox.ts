import { Prisma } from '@holdall/db'

type Queue = {
  /** A relation with `object_key` and `put_expires_at`. */
  from: Prisma.Sql
  /** An expression over it: the upload in parts that is to be aborted too. */
  multipartId?: Prisma.Sql
  at: Date
}

/**
 * An INSERT for a CTE: the object is to be deleted, from now on, unless another file needs it. Answers the
 * outbox rows' ids, for drainOutbox().
 */
export function queueDeletions({ from, multipartId = Prisma.sql`NULL::text`, at }: Queue): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO object_deletions (object_key, multipart_id, put_expires_at, created_at, due_at)
    SELECT object_key, ${multipartId}, put_expires_at, ${at}::timestamptz, ${at}::timestamptz FROM ${from}
    RETURNING id`
}
