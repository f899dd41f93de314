import { Prisma } from '@holdall/db'
import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import type { FileId } from '../fields.ts'
import { drainOutbox } from '../outbox/drain.ts'
import { actingAsUser } from '../sql/acting.ts'
import { recordEvents } from '../sql/audit.ts'
import { queueDeletions } from '../sql/outbox.ts'
import { statement } from '../sql/statement.ts'
import { countUsage } from '../sql/usage.ts'
import { requireFile } from './find.ts'

type Deps = Pick<UserContext, 'db' | 'storage' | 'user' | 'now' | 'newId' | 'request' | 'log' | 'afterCommit'>

/**
 * For good. Row, counters, audit event and outbox entry change together; the bytes follow after the answer.
 * @throws FILE_NOT_FOUND, FILE_NOT_TRASHED, FILE_DELETED_BY_ADMIN
 */
export async function purgeFile(deps: Deps, { id }: FileId): Promise<FileId> {
  const acting = actingAsUser(deps)
  const [queued] = await statement<{ id: bigint; public_id: string }>(
    deps.db,
    Prisma.sql`
      WITH f AS (
        DELETE FROM s3_files
        WHERE public_id = ${id}::uuid AND user_id = ${deps.user.id} AND trashed_by = 'owner'
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
        before: Prisma.sql`jsonb_build_object('size', f.size, 'contentType', f.content_type)`,
      })})
      SELECT queued.id, f.public_id FROM queued CROSS JOIN f`,
  )
  if (!queued) return await refuse(deps, id)
  deps.afterCommit(async () => {
    await drainOutbox(deps, { ids: [queued.id] })
  })
  return { id: queued.public_id }
}

async function refuse(deps: Deps, id: string): Promise<never> {
  const row = await requireFile(deps, id)
  throw new AppError(row.trashed_by === 'admin' ? 'FILE_DELETED_BY_ADMIN' : 'FILE_NOT_TRASHED')
}
