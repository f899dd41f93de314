import { Prisma } from '@holdall/db'
import type { Context } from '../context.ts'
import type { Acting } from '../sql/acting.ts'
import { recordEvents } from '../sql/audit.ts'
import { queueDeletions } from '../sql/outbox.ts'
import { statement } from '../sql/statement.ts'
import { countUsage } from '../sql/usage.ts'

type Release = { id: string; userId: string; reason: string; acting: Acting }

/**
 * Gives an upload up: its row and its quota go, its object and its parts are queued for deletion. Answers the
 * outbox row's id, or null when somebody else finished or released it first.
 */
export async function releaseUpload(
  { db, policy }: Pick<Context, 'db' | 'policy'>,
  { id, userId, reason, acting }: Release,
): Promise<bigint | null> {
  // A part that was signed just now may still be sent, and a completion be under way.
  const partsExpireAt = new Date(acting.at.getTime() + policy.putUrlSeconds * 1000)
  const [queued] = await statement<{ id: bigint }>(
    db,
    Prisma.sql`
      WITH taken AS (
        DELETE FROM uploads WHERE id = ${id}::uuid AND user_id = ${userId} RETURNING *, id AS public_id
      ),
      counted AS (${countUsage({ from: Prisma.sql`taken`, pending: -1, at: acting.at })}),
      queued AS (${queueDeletions({
        from: Prisma.sql`(
          SELECT object_key, multipart_id,
            CASE WHEN part_size IS NULL THEN put_expires_at ELSE ${partsExpireAt}::timestamptz END AS put_expires_at
          FROM taken
        ) t`,
        multipartId: Prisma.sql`multipart_id`,
        at: acting.at,
      })}),
      recorded AS (${recordEvents(acting, { action: 'upload.reap', from: Prisma.sql`taken`, reason })})
      SELECT id FROM queued`,
  )
  return queued?.id ?? null
}
