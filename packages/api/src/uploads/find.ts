import { type Db, Prisma, type Visibility } from '@holdall/db'
import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import { statement } from '../sql/statement.ts'

/** What was promised. */
export type UploadRow = {
  id: string
  user_id: string
  object_key: string
  file_name: string
  content_type: string
  size: bigint
  sha256: string | null
  visibility: Visibility
  created_at: Date
  put_expires_at: Date
  /** Null: one PUT. */
  part_size: bigint | null
  multipart_id: string | null
}

export const UPLOAD_COLUMNS = Prisma.sql`
  id, user_id, object_key, file_name, content_type, size, sha256, visibility, created_at, put_expires_at,
  part_size, multipart_id`

/** Those of these unfinished uploads that are this user's. */
export async function findUploads(
  db: Db,
  { ids, userId }: { ids: readonly string[]; userId: string },
): Promise<UploadRow[]> {
  return await statement<UploadRow>(
    db,
    Prisma.sql`SELECT ${UPLOAD_COLUMNS} FROM uploads WHERE id = ANY(${ids}::uuid[]) AND user_id = ${userId}`,
  )
}

/** @throws UPLOAD_NOT_FOUND for a missing one and for somebody else's. */
export async function requireUpload(
  { db, user }: Pick<UserContext, 'db' | 'user'>,
  id: string,
): Promise<UploadRow> {
  const [row] = await findUploads(db, { ids: [id], userId: user.id })
  if (!row) throw new AppError('UPLOAD_NOT_FOUND')
  return row
}
