import { Prisma } from '@holdall/db'
import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import type { FileId } from '../fields.ts'
import { actingAsUser } from '../sql/acting.ts'
import { recordEvents } from '../sql/audit.ts'
import { statement } from '../sql/statement.ts'
import { countUsage } from '../sql/usage.ts'
import { requireFile } from './find.ts'
import { FILE_COLUMNS, type FileRow, toFile } from './row.ts'
import type { File } from './schema.ts'

type Deps = Pick<UserContext, 'db' | 'storage' | 'policy' | 'user' | 'now' | 'newId' | 'request'>

/** Back into the list. A file that isn't trashed stays as it is. @throws FILE_NOT_FOUND, FILE_DELETED_BY_ADMIN */
export async function restoreFile(deps: Deps, { id }: FileId): Promise<File> {
  const acting = actingAsUser(deps)
  const [restored] = await statement<FileRow>(
    deps.db,
    Prisma.sql`
      WITH f AS (
        UPDATE s3_files SET trashed_at = NULL, trashed_by = NULL
        WHERE public_id = ${id}::uuid AND user_id = ${deps.user.id} AND trashed_by = 'owner'
        RETURNING *
      ),
      counted AS (${countUsage({ from: Prisma.sql`f WHERE verified_at IS NOT NULL`, trashed: -1, at: acting.at })}),
      recorded AS (${recordEvents(acting, { action: 'file.restore', from: Prisma.sql`f` })})
      SELECT ${FILE_COLUMNS} FROM f`,
  )
  if (restored) return toFile(deps, restored)
  const row = await requireFile(deps, id)
  if (row.trashed_by === 'admin') throw new AppError('FILE_DELETED_BY_ADMIN')
  return toFile(deps, row)
}
