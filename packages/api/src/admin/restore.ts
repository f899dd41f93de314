import { Prisma } from '@holdall/db'
import type { UserContext } from '../context.ts'
import type { FileId } from '../fields.ts'
import { actingAsAdmin } from '../sql/acting.ts'
import { recordEvents } from '../sql/audit.ts'
import { statement } from '../sql/statement.ts'
import { countUsage } from '../sql/usage.ts'
import { requireAnyFile } from './find.ts'
import { ADMIN_FILE_COLUMNS, type AdminFileRow, toAdminFile, WITH_OWNER } from './row.ts'
import type { AdminFile } from './schema.ts'

type Deps = Pick<UserContext, 'db' | 'storage' | 'policy' | 'user' | 'now' | 'newId' | 'request'>

/** Back into its owner's list, whoever trashed it. A file that isn't trashed stays as it is. @throws FILE_NOT_FOUND */
export async function adminRestoreFile(deps: Deps, { id }: FileId): Promise<AdminFile> {
  const acting = actingAsAdmin(deps)
  const [restored] = await statement<AdminFileRow>(
    deps.db,
    Prisma.sql`
      WITH old AS (
        SELECT * FROM s3_files WHERE public_id = ${id}::uuid AND trashed_at IS NOT NULL FOR UPDATE
      ),
      f AS (
        UPDATE s3_files SET trashed_at = NULL, trashed_by = NULL, trash_reason = NULL
        FROM old WHERE s3_files.id = old.id
        RETURNING s3_files.*
      ),
      counted AS (${countUsage({ from: Prisma.sql`f WHERE verified_at IS NOT NULL`, trashed: -1, at: acting.at })}),
      recorded AS (${recordEvents(acting, {
        action: 'file.restore',
        from: Prisma.sql`old`,
        before: Prisma.sql`jsonb_build_object(
          'trashedAt', f.trashed_at, 'trashedBy', f.trashed_by, 'reason', f.trash_reason
        )`,
      })})
      SELECT ${ADMIN_FILE_COLUMNS} FROM f ${WITH_OWNER}`,
  )
  return toAdminFile(deps, restored ?? (await requireAnyFile(deps.db, id)))
}
