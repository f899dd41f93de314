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

export type Confirmed = { upload: UploadRow; head: ObjectHead }

/**
 * Turns uploads that the bucket confirmed into files, in their order. The DELETE decides races: whoever gets a
 * row finishes it; for everybody else it isn't among the answers, and they find the file instead.
 */
export async function finishUploads(
  { db, storage }: Pick<Context, 'db' | 'storage'>,
  { confirmed, acting }: { confirmed: readonly Confirmed[]; acting: Acting },
): Promise<FileRow[]> {
  if (confirmed.length === 0) return []
  const at = acting.at
  const column = (value: (of: Confirmed) => string) => confirmed.map(value)
  return await statement<FileRow>(
    db,
    Prisma.sql`
      WITH known AS (
        SELECT * FROM unnest(
          ${column(({ upload }) => upload.id)}::uuid[],
          ${column(({ upload }) => upload.user_id)}::text[],
          ${column(({ upload }) => objectUrl(storage, { key: upload.object_key }))}::text[],
          ${column(({ upload }) => kindOf(upload.content_type))}::text[],
          ${column(({ head }) => head.etag)}::text[],
          ${column(acting.newId)}::uuid[]
        ) WITH ORDINALITY AS k (id, user_id, file_url, kind, etag, event_id, position)
      ),
      taken AS (
        DELETE FROM uploads u USING known k WHERE u.id = k.id AND u.user_id = k.user_id
        RETURNING u.*, k.file_url, k.kind, k.etag, k.event_id, k.position
      ),
      f AS (
        INSERT INTO s3_files (
          public_id, object_key, file_url, user_id, upload_timestamp, file_name, content_type, kind, size,
          sha256, etag, visibility, verified_at, put_expires_at
        )
        SELECT id, object_key, file_url, user_id, ${at}::timestamptz, file_name, content_type, kind, size, sha256,
          etag, visibility, ${at}::timestamptz,
          -- No URL can write an object that was joined from parts.
          CASE WHEN part_size IS NULL THEN put_expires_at END
        FROM taken ORDER BY position
        RETURNING *
      ),
      counted AS (${countUsage({ from: Prisma.sql`taken`, pending: -1, stored: 1, at })}),
      recorded AS (${recordEvents(acting, {
        action: 'upload.save',
        from: Prisma.sql`(SELECT f.*, t.event_id FROM f JOIN taken t ON t.id = f.public_id)`,
        id: Prisma.sql`f.event_id`,
        after: Prisma.sql`jsonb_build_object('size', f.size, 'contentType', f.content_type)`,
      })})
      SELECT ${FILE_COLUMNS} FROM f`,
  )
}
