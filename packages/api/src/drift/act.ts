import { Prisma } from '@holdall/db'
import { objectUrl } from '@holdall/storage'
import type { Context } from '../context.ts'
import { actingAsSystem } from '../sql/acting.ts'
import { recordEvents } from '../sql/audit.ts'
import { statement } from '../sql/statement.ts'
import type { Judged } from './judge.ts'
import type { DriftRow } from './rows.ts'

type Deps = Pick<Context, 'db' | 'storage' | 'now' | 'newId'>

/** Ends one difference. False where nothing is to be done, or somebody was quicker. */
export async function actOn(deps: Deps, { finding, row, sourceId }: Judged): Promise<boolean> {
  switch (finding.what) {
    case 'adopt':
      return await adopt(deps, finding)
    case 'remove-object':
      return await removeObject(deps, finding.key)
    case 'relink':
      return row !== undefined && sourceId !== undefined && (await relink(deps, row, sourceId))
    case 'remove-file':
      return row !== undefined && (await removeFile(deps, row))
    default:
      return false
  }
}

/** Like a row of the guide's: the next sweep measures it, and it counts from then on. */
async function adopt(deps: Deps, { key, userId }: { key: string; userId: string }): Promise<boolean> {
  const acting = actingAsSystem(deps)
  const adopted = await statement(
    deps.db,
    Prisma.sql`
      WITH f AS (
        INSERT INTO s3_files (public_id, object_key, file_url, user_id, upload_timestamp, visibility)
        SELECT ${deps.newId()}::uuid, ${key}::text, ${objectUrl(deps.storage, { key })}::text, ${userId}::text,
          ${acting.at}::timestamptz, split_part(${key}, '/', 1)::visibility
        WHERE NOT EXISTS (SELECT FROM s3_files WHERE object_key COLLATE "C" = ${key})
          AND NOT EXISTS (SELECT FROM uploads WHERE object_key = ${key})
          AND NOT EXISTS (SELECT FROM object_deletions WHERE object_key = ${key})
        ON CONFLICT DO NOTHING
        RETURNING *
      ),
      recorded AS (${recordEvents(acting, {
        action: 'upload.save',
        from: Prisma.sql`f`,
        reason: 'Found in the bucket, where no row knew it.',
        after: Prisma.sql`jsonb_build_object('adopted', true)`,
      })})
      SELECT id FROM f`,
  )
  return adopted.length > 0
}

/** By the outbox, as everything that leaves the bucket. */
async function removeObject({ db, now }: Deps, key: string): Promise<boolean> {
  const queued = await statement(
    db,
    Prisma.sql`
      INSERT INTO object_deletions (object_key, created_at, due_at)
      SELECT ${key}::text, ${now()}::timestamptz, ${now()}::timestamptz
      WHERE NOT EXISTS (SELECT FROM s3_files WHERE object_key COLLATE "C" = ${key})
        AND NOT EXISTS (SELECT FROM uploads WHERE object_key = ${key})
        AND NOT EXISTS (SELECT FROM object_deletions WHERE object_key = ${key})
      RETURNING id`,
  )
  return queued.length > 0
}

/** Shares the other file's object. The lock keeps that one from being purged meanwhile. */
async function relink({ db }: Deps, row: DriftRow, sourceId: number): Promise<boolean> {
  const linked = await statement(
    db,
    Prisma.sql`
      WITH source AS (SELECT * FROM s3_files WHERE id = ${sourceId}::int FOR KEY SHARE)
      UPDATE s3_files f SET
        object_key = s.object_key, file_url = s.file_url, etag = s.etag, put_expires_at = s.put_expires_at,
        shared = true
      FROM source s
      WHERE f.id = ${row.id}::int AND f.object_key = ${row.key} AND s.user_id = f.user_id AND s.sha256 = f.sha256
      RETURNING f.id`,
  )
  return linked.length > 0
}

async function removeFile(deps: Deps, row: DriftRow): Promise<boolean> {
  const acting = actingAsSystem(deps)
  const removed = await statement(
    deps.db,
    Prisma.sql`
      WITH f AS (
        DELETE FROM s3_files WHERE id = ${row.id}::int AND object_key = ${row.key} AND verified_at IS NOT NULL
        RETURNING *
      ),
      counted AS (
        UPDATE usage u SET
          stored_bytes = stored_bytes - f.size, stored_count = stored_count - 1,
          trashed_bytes = trashed_bytes - CASE WHEN f.trashed_at IS NULL THEN 0 ELSE f.size END,
          trashed_count = trashed_count - (f.trashed_at IS NOT NULL)::int,
          updated_at = ${acting.at}::timestamptz
        FROM f WHERE u.user_id = f.user_id
      ),
      recorded AS (${recordEvents(acting, {
        action: 'file.purge',
        from: Prisma.sql`f`,
        reason: 'Its object is gone from the bucket.',
        before: Prisma.sql`jsonb_build_object('size', f.size, 'contentType', f.content_type, 'objectKey', f.object_key)`,
      })})
      SELECT id FROM f`,
  )
  return removed.length > 0
}
