import { Prisma } from '@holdall/db'
import type { Context } from '../context.ts'
import { actingAsSystem } from '../sql/acting.ts'
import { recordEvents } from '../sql/audit.ts'
import { queueDeletions } from '../sql/outbox.ts'
import { statement } from '../sql/statement.ts'
import { countUsage } from '../sql/usage.ts'

type Deps = Pick<Context, 'db' | 'policy' | 'now' | 'newId'>

const DAY = 86_400_000

/** Purges what has been in the trash for `policy.trashDays`, whoever put it there. Answers how many files. */
export async function purgeOldTrash(deps: Deps, { limit }: { limit: number }): Promise<number> {
  const acting = actingAsSystem(deps)
  const cutoff = new Date(acting.at.getTime() - deps.policy.trashDays * DAY)
  const eventIds = Array.from({ length: limit }, deps.newId)
  const [answer] = await statement<{ purged: number }>(
    deps.db,
    Prisma.sql`
      WITH f AS (
        DELETE FROM s3_files WHERE id IN (
          SELECT id FROM s3_files WHERE trashed_at <= ${cutoff}::timestamptz
          ORDER BY trashed_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
        )
        RETURNING *
      ),
      counted AS (${countUsage({
        from: Prisma.sql`f WHERE verified_at IS NOT NULL`,
        stored: -1,
        trashed: -1,
        at: acting.at,
      })}),
      queued AS (${queueDeletions({ from: Prisma.sql`f`, at: acting.at })}),
      recorded AS (${recordEvents(acting, {
        action: 'file.purge',
        from: Prisma.sql`f`,
        id: Prisma.sql`(${eventIds}::uuid[])[(row_number() OVER ())::int]`,
        reason: 'The time in the trash was over.',
        before: Prisma.sql`jsonb_build_object('size', f.size, 'contentType', f.content_type)`,
      })})
      SELECT count(*)::int AS purged FROM f`,
  )
  return answer?.purged ?? 0
}
