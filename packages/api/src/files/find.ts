import { Prisma } from '@holdall/db'
import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import { statement } from '../sql/statement.ts'
import { FILE_COLUMNS, type FileRow } from './row.ts'

type Deps = Pick<UserContext, 'db' | 'user'>

/** This user's file, in the trash or not; null for a missing file and for somebody else's. */
export async function findFile(deps: Deps, id: string): Promise<FileRow | null> {
  const [row] = await findFiles(deps, [id])
  return row ?? null
}

/** Those of these files that are this user's, in the trash or not. */
export async function findFiles({ db, user }: Deps, ids: readonly string[]): Promise<FileRow[]> {
  if (ids.length === 0) return []
  return await statement<FileRow>(
    db,
    Prisma.sql`
      SELECT ${FILE_COLUMNS} FROM s3_files f
      WHERE f.public_id = ANY(${ids}::uuid[]) AND f.user_id = ${user.id}`,
  )
}

/** @throws FILE_NOT_FOUND for a missing file and for somebody else's. */
export async function requireFile(deps: Deps, id: string): Promise<FileRow> {
  const row = await findFile(deps, id)
  if (!row) throw new AppError('FILE_NOT_FOUND')
  return row
}
