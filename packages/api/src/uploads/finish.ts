import { Prisma } from '@holdall/db'
import { objectUrl } from '@holdall/storage'
import type { Context } from '../context.ts'
import { kindOf } from '../files/kind.ts'
import { FILE_COLUMNS, type FileRow } from '../files/row.ts'
import type { Acting } from '../sql/acting.ts'
import { recordEvents } from '../sql/audit.ts'
import { statement } from '../sql/statement.ts'
import { countUsage } from '../sql/usage.ts'
import type { ObjectHead } from './compare.ts'
import type { UploadRow } from './find.ts'

type Finish = { upload: UploadRow; head: ObjectHead; acting: Acting }

/**
 * Turns an upload that the bucket confirmed into a file. The DELETE decides races: whoever gets the row
 * finishes it, everybody else gets null and finds the file instead.
 */
export async function finishUpload(
  { db, storage }: Pick<Context, 'db' | 'storage'>,
  { upload, head, acting }: Finish,
): Promise<FileRow | null> {
  const at = acting.at
  const [row] = await statement<FileRow>(
    db,
    Prisma.sql`
      WITH taken AS (
        DELETE FROM uploads WHERE id = ${upload.id}::uuid AND user_id = ${upload.user_id} RETURNING *
      ),
      f AS (
        INSERT INTO s3_files (
          public_id, object_key, file_url, user_id, upload_timestamp, file_name, content_type, kind, size,
          sha256, etag, visibility, verified_at, put_expires_at
        )
        SELECT id, object_key, ${objectUrl(storage, { key: upload.object_key })}::text, user_id,
          ${at}::timestamptz, file_name, content_type, ${kindOf(upload.content_type)}::text, size, sha256,
          ${head.etag}::text, visibility, ${at}::timestamptz, put_expires_at
        FROM taken
        RETURNING *
      ),
      counted AS (${countUsage({ from: Prisma.sql`taken`, pending: -1, stored: 1, at })}),
      recorded AS (${recordEvents(acting, {
        action: 'upload.save',
        from: Prisma.sql`f`,
        after: Prisma.sql`jsonb_build_object('size', f.size, 'contentType', f.content_type)`,
      })})
      SELECT ${FILE_COLUMNS} FROM f`,
  )
  return row ?? null
}
