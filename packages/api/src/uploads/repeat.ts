import { type Db, Prisma } from '@holdall/db'
import { presignPut } from '@holdall/storage'
import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import { findFiles } from '../files/find.ts'
import { toFile } from '../files/row.ts'
import { statement } from '../sql/statement.ts'
import { findUploads, type UploadRow } from './find.ts'
import { partCountOf } from './part-plan.ts'
import type { UploadPlan, UploadRequest } from './schema.ts'

type Deps = Pick<UserContext, 'db' | 'storage' | 'policy' | 'user' | 'now'>

/**
 * What was planned before for the ids that the client made: after an answer that got lost it asks again, and
 * gets the same upload, or the file, instead of another. By upload id; nothing for ids that are new.
 * @throws UPLOAD_NOT_FOUND for an id that was used before and is gone, and for somebody else's
 */
export async function plannedBefore(
  deps: Deps,
  files: readonly UploadRequest[],
): Promise<Map<string, UploadPlan>> {
  const ids = files.flatMap(({ uploadId }) => uploadId ?? [])
  const plans = new Map<string, UploadPlan>()
  if (ids.length === 0) return plans
  const used = await usedIds(deps.db, ids)
  if (used.size === 0) return plans
  for (const upload of await findUploads(deps.db, { ids: [...used], userId: deps.user.id })) {
    plans.set(upload.id, await planAgain(deps, upload))
  }
  for (const row of await findFiles(deps, [...used])) {
    plans.set(row.public_id, { plan: 'stored', uploadId: row.public_id, file: toFile(deps, row) })
  }
  const lost = files.findIndex(({ uploadId }) => uploadId && used.has(uploadId) && !plans.has(uploadId))
  if (lost >= 0) throw new AppError('UPLOAD_NOT_FOUND', { field: `files.${lost}.uploadId` })
  return plans
}

/** Every upload has an event from its beginning on, and events stay. */
async function usedIds(db: Db, ids: string[]): Promise<Set<string>> {
  const rows = await statement<{ id: string }>(
    db,
    Prisma.sql`SELECT DISTINCT target_id AS id FROM audit_events WHERE target_id = ANY(${ids}::text[])`,
  )
  return new Set(rows.map(({ id }) => id))
}

/** A PUT is signed again for the time that is left of it: what was signed first may have expired with the answer. */
async function planAgain({ storage, now }: Deps, upload: UploadRow): Promise<UploadPlan> {
  const { id: uploadId, part_size, put_expires_at: expiresAt } = upload
  if (part_size !== null) {
    const partSize = Number(part_size)
    return { plan: 'multipart', uploadId, partSize, partCount: partCountOf(upload), expiresAt }
  }
  const at = now()
  const put = await presignPut(storage, {
    key: upload.object_key,
    size: Number(upload.size),
    contentType: upload.content_type,
    sha256: upload.sha256 ?? undefined,
    expiresIn: Math.max(1, Math.floor((expiresAt.getTime() - at.getTime()) / 1000)),
    now: at,
  })
  return { plan: 'put', uploadId, method: 'PUT', ...put }
}
