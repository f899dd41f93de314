import { Prisma } from '@holdall/db'
import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import { actingAsUser } from '../sql/acting.ts'
import { recordEvents } from '../sql/audit.ts'
import { statement } from '../sql/statement.ts'
import { requireFile } from './find.ts'
import { FILE_COLUMNS, type FileRow, toFile } from './row.ts'
import type { File, RenameFile } from './schema.ts'

type Deps = Pick<UserContext, 'db' | 'storage' | 'policy' | 'user' | 'now' | 'newId' | 'request'>

/** The object stays where it is: names live in the database alone. @throws FILE_NOT_FOUND, FILE_TRASHED */
export async function renameFile(deps: Deps, { id, name }: RenameFile): Promise<File> {
  const [renamed] = await statement<FileRow>(
    deps.db,
    Prisma.sql`
      WITH old AS (
        SELECT id, public_id, file_name, user_id FROM s3_files
        WHERE public_id = ${id}::uuid AND user_id = ${deps.user.id} AND trashed_at IS NULL
          AND file_name <> ${name}
        FOR UPDATE
      ),
      f AS (
        UPDATE s3_files SET file_name = ${name} FROM old WHERE s3_files.id = old.id RETURNING s3_files.*
      ),
      recorded AS (${recordEvents(actingAsUser(deps), {
        action: 'file.rename',
        from: Prisma.sql`old`,
        before: Prisma.sql`jsonb_build_object('name', f.file_name)`,
        after: Prisma.sql`jsonb_build_object('name', ${name}::text)`,
      })})
      SELECT ${FILE_COLUMNS} FROM f`,
  )
  if (renamed) return toFile(deps, renamed)
  const row = await requireFile(deps, id)
  if (row.trashed_at) throw new AppError('FILE_TRASHED')
  return toFile(deps, row)
}
