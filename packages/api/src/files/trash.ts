import { Prisma } from '@holdall/db'
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

/** Out of the list at once, and back within `policy.trashDays`. A trashed file stays as it is. @throws FILE_NOT_FOUND */
export async function trashFile(deps: Deps, { id }: FileId): Promise<File> {
  const acting = actingAsUser(deps)
  const [trashed] = await statement<FileRow>(
    deps.db,
    Prisma.sql`
      WITH f AS (
        UPDATE s3_files SET trashed_at = ${acting.at}::timestamptz, trashed_by = 'owner'
        WHERE public_id = ${id}::uuid AND user_id = ${deps.user.id} AND trashed_at IS NULL
        RETURNING *
      ),
      counted AS (${countUsage({ from: Prisma.sql`f WHERE verified_at IS NOT NULL`, trashed: 1, at: acting.at })}),
      recorded AS (${recordEvents(acting, { action: 'file.trash', from: Prisma.sql`f` })})
      SELECT ${FILE_COLUMNS} FROM f`,
  )
  return toFile(deps, trashed ?? (await requireFile(deps, id)))
}
