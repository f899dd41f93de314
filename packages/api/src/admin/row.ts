import { Prisma } from '@holdall/db'
import type { Context } from '../context.ts'
import { FILE_COLUMNS, type FileRow, toFile } from '../files/row.ts'
import type { AdminFile } from './schema.ts'

/** Owners may be accounts of another identity provider: then there is their id alone. */
export const ADMIN_FILE_COLUMNS = Prisma.sql`${FILE_COLUMNS}, u.email AS owner_email, u.name AS owner_name`
export const WITH_OWNER = Prisma.sql`LEFT JOIN users u ON u.id = f.user_id`

export type AdminFileRow = FileRow & { owner_email: string | null; owner_name: string | null }

export function toAdminFile(deps: Pick<Context, 'storage' | 'policy'>, row: AdminFileRow): AdminFile {
  return {
    ...toFile(deps, row),
    objectKey: row.object_key,
    owner: { id: row.user_id, email: row.owner_email, name: row.owner_name },
  }
}
