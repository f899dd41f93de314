import { Prisma } from '@holdall/db'
import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import { statement } from '../sql/statement.ts'
import { FILE_COLUMNS, type FileRow } from './row.ts'

type Deps = Pick<UserContext, 'db' | 'user'>

/** This user's file, in the trash or not; null for a missing file and for somebody else's. */
export async function findFile({ db, user }: Deps, id: string): Promise<FileRow | null> {
  const [row] = await statement<FileRow>(
    db,
    Prisma.sql`
      SELECT ${FILE_COLUMNS} FROM s3_files f WHERE f.public_id = ${id}::uuid AND f.user_id = ${user.id}`,
  )
  return row ?? null
}

/** @throws FILE_NOT_FOUND for a missing file and for somebody else's. */
export async function requireFile(deps: Deps, id: string): Promise<FileRow> {
  const row = await findFile(deps, id)
  if (!row) throw new AppError('FILE_NOT_FOUND')
  return row
}
