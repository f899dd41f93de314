import { type Db, Prisma } from '@holdall/db'
import { AppError } from '../app-error.ts'
import { statement } from '../sql/statement.ts'
import { ADMIN_FILE_COLUMNS, type AdminFileRow, WITH_OWNER } from './row.ts'

/** Anybody's file, in the trash or not. @throws FILE_NOT_FOUND */
export async function requireAnyFile(db: Db, id: string): Promise<AdminFileRow> {
  const [row] = await statement<AdminFileRow>(
    db,
    Prisma.sql`
      SELECT ${ADMIN_FILE_COLUMNS} FROM s3_files f ${WITH_OWNER} WHERE f.public_id = ${id}::uuid`,
  )
  if (!row) throw new AppError('FILE_NOT_FOUND')
  return row
}
