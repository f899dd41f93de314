import { type Db, Prisma, type Visibility } from '@holdall/db'
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
  put_expires_at: Date
}

export const UPLOAD_COLUMNS = Prisma.sql`
  id, user_id, object_key, file_name, content_type, size, sha256, visibility, put_expires_at`

/** An unfinished upload; null for a missing one and for somebody else's. */
export async function findUpload(
  db: Db,
  { id, userId }: { id: string; userId: string },
): Promise<UploadRow | null> {
  const [row] = await statement<UploadRow>(
    db,
    Prisma.sql`SELECT ${UPLOAD_COLUMNS} FROM uploads WHERE id = ${id}::uuid AND user_id = ${userId}`,
  )
  return row ?? null
}
