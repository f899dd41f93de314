import { Prisma } from '@holdall/db'
import type { UserContext } from '../context.ts'
import { actingAsAdmin } from '../sql/acting.ts'
import { recordEvents } from '../sql/audit.ts'
import { statement } from '../sql/statement.ts'
import { countUsage } from '../sql/usage.ts'
import { requireAnyFile } from './find.ts'
import { ADMIN_FILE_COLUMNS, type AdminFileRow, toAdminFile, WITH_OWNER } from './row.ts'
import type { AdminDeleteFile, AdminFile } from './schema.ts'

type Deps = Pick<UserContext, 'db' | 'storage' | 'policy' | 'user' | 'now' | 'newId' | 'request'>

/**
 * To the trash, from where the owner can neither restore nor purge it. What the owner had trashed is taken
 * over, for the full time that the trash keeps files; what an admin has deleted stays as it is.
 * @throws FILE_NOT_FOUND
 */
export async function adminDeleteFile(deps: Deps, { id, reason }: AdminDeleteFile): Promise<AdminFile> {
  const acting = actingAsAdmin(deps)
  const [deleted] = await statement<AdminFileRow>(
    deps.db,
    Prisma.sql`
      WITH old AS (
        SELECT * FROM s3_files
        WHERE public_id = ${id}::uuid AND trashed_by IS DISTINCT FROM 'admin' FOR UPDATE
      ),
      f AS (
        UPDATE s3_files SET
          trashed_at = ${acting.at}::timestamptz, trashed_by = 'admin', trash_reason = ${reason}
        FROM old WHERE s3_files.id = old.id
        RETURNING s3_files.*
      ),
      counted AS (${countUsage({
        from: Prisma.sql`old WHERE verified_at IS NOT NULL AND trashed_at IS NULL`,
        trashed: 1,
        at: acting.at,
      })}),
      recorded AS (${recordEvents(acting, {
        action: 'file.trash',
        from: Prisma.sql`old`,
        reason,
        before: Prisma.sql`jsonb_build_object('trashedAt', f.trashed_at, 'trashedBy', f.trashed_by)`,
      })})
      SELECT ${ADMIN_FILE_COLUMNS} FROM f ${WITH_OWNER}`,
  )
  return toAdminFile(deps, deleted ?? (await requireAnyFile(deps.db, id)))
}
