import { Prisma } from '@holdall/db'
import type { UserContext } from '../context.ts'
import { FILE_COLUMNS } from '../files/row.ts'
import { actingAsUser } from '../sql/acting.ts'
import { recordEvents } from '../sql/audit.ts'
import type { Planned } from './plan.ts'
import type { UploadRequest } from './schema.ts'

type Deps = Pick<UserContext, 'policy' | 'user' | 'now' | 'newId' | 'request'>

/** Unfinished uploads a user may have at once: it bounds what one account can make the sweep look after. */
export const MAX_PENDING_UPLOADS = 10_000

const SIZE_TYPE_VISIBILITY = Prisma.sql`jsonb_build_object(
  'size', f.size, 'contentType', f.content_type, 'visibility', f.visibility)`

/**
 * One statement, so one transaction and one round trip. The counters' row is the lock: the conditional UPDATE
 * waits for whoever holds it and judges their result, so that racing requests can't exceed the quota together.
 * Answers one row at least: whether there was room, and each file that was made of bytes stored already.
 */
export function reservation(deps: Deps, planned: Planned[]): Prisma.Sql {
  const { policy, user } = deps
  const acting = actingAsUser(deps)
  const quota = policy.quotaBytes.toString()
  return Prisma.sql`
    WITH asked AS (${asked(planned)}),
    known AS MATERIALIZED (${known(user.id)}),
    needed AS (
      SELECT
        coalesce(sum(a.size) FILTER (WHERE k.public_id IS NULL), 0)::bigint AS pending_bytes,
        (count(*) FILTER (WHERE k.public_id IS NULL))::int AS pending_count,
        coalesce(sum(a.size) FILTER (WHERE k.public_id IS NOT NULL), 0)::bigint AS stored_bytes,
        (count(*) FILTER (WHERE k.public_id IS NOT NULL))::int AS stored_count
      FROM asked a LEFT JOIN known k USING (public_id)
    ),
    reserved AS (
      INSERT INTO usage AS u (user_id, pending_bytes, pending_count, stored_bytes, stored_count, updated_at)
      SELECT ${user.id}::text, n.pending_bytes, n.pending_count, n.stored_bytes, n.stored_count,
        ${acting.at}::timestamptz
      FROM needed n
      WHERE n.pending_bytes + n.stored_bytes <= ${quota}::bigint
        OR EXISTS (SELECT FROM usage WHERE user_id = ${user.id})
      ON CONFLICT (user_id) DO UPDATE SET
        pending_bytes = u.pending_bytes + excluded.pending_bytes,
        pending_count = u.pending_count + excluded.pending_count,
        stored_bytes = u.stored_bytes + excluded.stored_bytes,
        stored_count = u.stored_count + excluded.stored_count,
        updated_at = excluded.updated_at
      WHERE u.pending_bytes + u.stored_bytes + excluded.pending_bytes + excluded.stored_bytes
          <= coalesce(u.quota_bytes, ${quota}::bigint)
        AND u.pending_count + excluded.pending_count <= ${MAX_PENDING_UPLOADS}::int
      RETURNING u.user_id
    ),
    promised AS (
      SELECT r.user_id, a.* FROM reserved r CROSS JOIN asked a
      WHERE NOT EXISTS (SELECT FROM known k WHERE k.public_id = a.public_id)
    ),
    presigned AS (
      INSERT INTO uploads (
        id, user_id, object_key, file_name, content_type, size, sha256, visibility, created_at, put_expires_at,
        part_size
      )
      SELECT public_id, user_id, object_key, file_name, content_type, size, sha256, visibility,
        ${acting.at}::timestamptz, expires_at, part_size
      FROM promised
    ),
    f AS (
      INSERT INTO s3_files (
        public_id, object_key, file_url, user_id, upload_timestamp, file_name, content_type, kind, size,
        sha256, etag, visibility, verified_at, put_expires_at, shared
      )
      SELECT a.public_id, k.object_key, k.file_url, r.user_id, ${acting.at}::timestamptz, a.file_name,
        a.content_type, k.kind, a.size, a.sha256, k.etag, a.visibility, k.verified_at, k.put_expires_at, true
      FROM reserved r CROSS JOIN asked a JOIN known k USING (public_id)
      ORDER BY a.position
      RETURNING *
    ),
    recorded AS (${recordEvents(acting, {
      action: 'upload.presign',
      from: Prisma.sql`promised`,
      id: Prisma.sql`f.event_id`,
      after: SIZE_TYPE_VISIBILITY,
    })}),
    recorded_stored AS (${recordEvents(acting, {
      action: 'upload.save',
      from: Prisma.sql`(
        SELECT f.*, a.event_id, k.source_id FROM f JOIN asked a USING (public_id) JOIN known k USING (public_id)
      )`,
      id: Prisma.sql`f.event_id`,
      after: Prisma.sql`${SIZE_TYPE_VISIBILITY} || jsonb_build_object('sameBytesAs', f.source_id)`,
    })})
    SELECT EXISTS (SELECT FROM reserved) AS reserved,
      coalesce((SELECT pending_count FROM usage WHERE user_id = ${user.id}), 0) AS pending_count,
      ${FILE_COLUMNS}
    FROM (VALUES (1)) always LEFT JOIN f ON true`
}

/** The files as rows. */
function asked(planned: Planned[]): Prisma.Sql {
  const column = (value: (file: UploadRequest) => string) => planned.map(({ file }) => value(file))
  return Prisma.sql`
    SELECT p.public_id, p.object_key, p.event_id, p.file_name, p.content_type, p.size,
      nullif(p.sha256, '') AS sha256, p.visibility, p.expires_at, nullif(p.part_size, 0) AS part_size, p.position
    FROM unnest(
      ${planned.map(({ id }) => id)}::uuid[],
      ${planned.map(({ key }) => key)}::text[],
      ${planned.map(({ eventId }) => eventId)}::uuid[],
      ${column(({ name }) => name)}::text[],
      ${column(({ contentType }) => contentType)}::text[],
      ${column(({ size }) => size.toString())}::bigint[],
      ${column(({ sha256 }) => sha256 ?? '')}::text[],
      ${column(({ visibility }) => visibility)}::visibility[],
      ${planned.map(({ expiresAt }) => expiresAt.toISOString())}::timestamptz[],
      ${planned.map(({ partSize }) => String(partSize ?? 0))}::bigint[]
    ) WITH ORDINALITY AS p (
      public_id, object_key, event_id, file_name, content_type, size, sha256, visibility, expires_at, part_size,
      position
    )`
}

/**
 * For each file one that the same user stores with the same bytes. Its type and visibility are the same too,
 * since the object has them. The lock makes a purge of it wait until this statement is through, and a purge
 * that came first makes it look for another; so drainOutbox(), which asks once more who needs the object,
 * never misses the new file. What an admin took away doesn't come back this way.
 */
function known(userId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT a.public_id, s.public_id AS source_id, s.object_key, s.file_url, s.kind, s.etag, s.verified_at,
      s.put_expires_at
    FROM asked a CROSS JOIN LATERAL (
      SELECT * FROM s3_files s
      WHERE s.user_id = ${userId} AND s.sha256 = a.sha256 AND s.size = a.size
        AND s.content_type = a.content_type AND s.visibility = a.visibility
        AND s.verified_at IS NOT NULL AND s.trashed_by IS DISTINCT FROM 'admin'
      LIMIT 1 FOR KEY SHARE
    ) s`
}
