import { Prisma } from '@holdall/db'
import { presignPut } from '@holdall/storage'
import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import { actingAsUser } from '../sql/acting.ts'
import { recordEvents } from '../sql/audit.ts'
import { statement } from '../sql/statement.ts'
import { checkPolicy } from './policy.ts'
import type { PresignedUploads, PresignUploads, UploadRequest } from './schema.ts'

type Deps = Pick<UserContext, 'db' | 'storage' | 'policy' | 'user' | 'now' | 'newId' | 'request'>

/** Unfinished uploads a user may have at once: it bounds what one account can make the sweep look after. */
const MAX_PENDING_UPLOADS = 10_000

type Planned = {
  id: string
  key: string
  eventId: string
  file: UploadRequest
  put: Awaited<ReturnType<typeof presignPut>>
}

/**
 * Reserves quota for all the files, remembers what was promised for each, and answers one signed PUT each:
 * all of them or none. Everything is signed first, since that is mere computing: if it fails, nothing is left.
 * @throws FILE_TOO_LARGE, FILE_TYPE_NOT_ALLOWED, QUOTA_EXCEEDED, TOO_MANY_PENDING_UPLOADS
 */
export async function presignUploads(deps: Deps, { files }: PresignUploads): Promise<PresignedUploads> {
  checkPolicy(deps.policy, files)
  const planned = await Promise.all(files.map((file) => plan(deps, file)))
  await reserve(deps, planned)
  return {
    uploads: planned.map(({ id, put }) => ({
      plan: 'put',
      uploadId: id,
      method: 'PUT',
      url: put.url,
      headers: put.headers,
      expiresAt: put.expiresAt,
    })),
  }
}

/** The key never holds the name: it is opaque, so that it can't clash, leak or need escaping. */
async function plan({ storage, policy, user, now, newId }: Deps, file: UploadRequest): Promise<Planned> {
  const id = newId()
  const key = `${file.visibility}/${user.id}/${newId()}`
  const { size, contentType, sha256 } = file
  const expiresIn = policy.putUrlSeconds
  const put = await presignPut(storage, { key, size, contentType, sha256, expiresIn, now: now() })
  return { id, key, eventId: newId(), file, put }
}

type Reserved = { reserved: boolean; pending_count: number }

async function reserve(deps: Deps, planned: Planned[]): Promise<void> {
  const [answer] = await statement<Reserved>(deps.db, reservation(deps, planned))
  if (answer?.reserved) return
  const pending = answer?.pending_count ?? 0
  throw new AppError(
    pending + planned.length > MAX_PENDING_UPLOADS ? 'TOO_MANY_PENDING_UPLOADS' : 'QUOTA_EXCEEDED',
  )
}

/**
 * One statement, so one transaction and one round trip. The counters' row is the lock: the conditional UPDATE
 * waits for whoever holds it and judges their result, so that racing requests can't exceed the quota together.
 */
function reservation(deps: Deps, planned: Planned[]): Prisma.Sql {
  const { policy, user } = deps
  const acting = actingAsUser(deps)
  const bytes = planned.reduce((sum, { file }) => sum + BigInt(file.size), 0n).toString()
  const quota = policy.quotaBytes.toString()
  // Nothing that was signed can be sent later than this.
  const putExpiresAt = new Date(acting.at.getTime() + policy.putUrlSeconds * 1000)
  return Prisma.sql`
    WITH reserved AS (
      INSERT INTO usage AS u (user_id, pending_bytes, pending_count, updated_at)
      SELECT ${user.id}::text, ${bytes}::bigint, ${planned.length}::int, ${acting.at}::timestamptz
      WHERE ${bytes}::bigint <= ${quota}::bigint OR EXISTS (SELECT FROM usage WHERE user_id = ${user.id})
      ON CONFLICT (user_id) DO UPDATE SET
        pending_bytes = u.pending_bytes + excluded.pending_bytes,
        pending_count = u.pending_count + excluded.pending_count,
        updated_at = excluded.updated_at
      WHERE u.pending_bytes + u.stored_bytes + excluded.pending_bytes
          <= coalesce(u.quota_bytes, ${quota}::bigint)
        AND u.pending_count + excluded.pending_count <= ${MAX_PENDING_UPLOADS}::int
      RETURNING u.user_id
    ),
    promised AS (${promised(planned)}),
    presigned AS (
      INSERT INTO uploads (
        id, user_id, object_key, file_name, content_type, size, sha256, visibility, created_at, put_expires_at
      )
      SELECT public_id, user_id, object_key, file_name, content_type, size, sha256, visibility,
        ${acting.at}::timestamptz, ${putExpiresAt}::timestamptz
      FROM promised
    ),
    recorded AS (${recordEvents(acting, {
      action: 'upload.presign',
      from: Prisma.sql`promised`,
      id: Prisma.sql`f.event_id`,
      after: Prisma.sql`jsonb_build_object('size', f.size, 'contentType', f.content_type, 'visibility', f.visibility)`,
    })})
    SELECT EXISTS (SELECT FROM reserved) AS reserved,
      coalesce((SELECT pending_count FROM usage WHERE user_id = ${user.id}), 0) AS pending_count`
}

/** The files as rows, and no rows where nothing was reserved. */
function promised(planned: Planned[]): Prisma.Sql {
  const column = (value: (file: UploadRequest) => string) => planned.map(({ file }) => value(file))
  return Prisma.sql`
    SELECT r.user_id, p.public_id, p.object_key, p.event_id, p.file_name, p.content_type, p.size,
      nullif(p.sha256, '') AS sha256, p.visibility
    FROM reserved r CROSS JOIN unnest(
      ${planned.map(({ id }) => id)}::uuid[],
      ${planned.map(({ key }) => key)}::text[],
      ${planned.map(({ eventId }) => eventId)}::uuid[],
      ${column(({ name }) => name)}::text[],
      ${column(({ contentType }) => contentType)}::text[],
      ${column(({ size }) => size.toString())}::bigint[],
      ${column(({ sha256 }) => sha256 ?? '')}::text[],
      ${column(({ visibility }) => visibility)}::visibility[]
    ) AS p (public_id, object_key, event_id, file_name, content_type, size, sha256, visibility)`
}
