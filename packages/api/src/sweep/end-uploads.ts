import { Prisma } from '@holdall/db'
import type { Context } from '../context.ts'
import { REASONS } from '../errors.ts'
import { inParallel } from '../in-parallel.ts'
import { actingAsSystem } from '../sql/acting.ts'
import { statement } from '../sql/statement.ts'
import { askBucket } from '../uploads/arrive.ts'
import { UPLOAD_COLUMNS, type UploadRow } from '../uploads/find.ts'
import { finishUploads } from '../uploads/finish.ts'
import { releaseUpload } from '../uploads/release.ts'

type Deps = Pick<Context, 'db' | 'storage' | 'policy' | 'now' | 'newId'>
type Limits = {
  limit: number
  /** HEAD requests at a time. */
  lanes: number
  /** Seconds after the expiry for which a PUT that began in time may still be landing. */
  graceSeconds: number
}

export type EndedUploads = { finished: number; reaped: number }

/**
 * ms after the expiry in which an upload is looked at although it can't be reaped yet: a client that died
 * between PUT and save is served at once. Longer than the time between two sweeps.
 */
const FIRST_LOOK = 3 * 60_000

/**
 * Uploads whose PUT URL has expired, or whose time for sending parts is over: whole ones become files, wrong ones are reaped, and so are missing ones
 * once no PUT can be on its way any more. S3 checks the expiry when a PUT begins, so a large file on a slow
 * line arrives after it.
 */
export async function endExpiredUploads(deps: Deps, limits: Limits): Promise<EndedUploads> {
  const ended: EndedUploads = { finished: 0, reaped: 0 }
  const now = deps.now().getTime()
  const graceOver = new Date(now - limits.graceSeconds * 1000)
  const overdue = await expired(deps, { from: new Date(0), to: graceOver, limit: limits.limit })
  const recent = await expired(deps, {
    from: new Date(Math.max(now - FIRST_LOOK, graceOver.getTime())),
    to: new Date(now),
    limit: limits.limit,
  })
  const candidates = [
    ...overdue.map((upload) => ({ upload, reapMissing: true })),
    ...recent.map((upload) => ({ upload, reapMissing: false })),
  ]
  await inParallel(candidates, limits.lanes, async (candidate) => {
    const end = await endUpload(deps, candidate)
    if (end) ended[end] += 1
  })
  return ended
}

type Window = { from: Date; to: Date; limit: number }

async function expired({ db }: Deps, { from, to, limit }: Window): Promise<UploadRow[]> {
  return await statement<UploadRow>(
    db,
    Prisma.sql`
      SELECT ${UPLOAD_COLUMNS} FROM uploads
      WHERE put_expires_at > ${from}::timestamptz AND put_expires_at <= ${to}::timestamptz
      ORDER BY put_expires_at LIMIT ${limit}::int`,
  )
}

/** Null when nothing was to be done, or somebody else did it meanwhile. */
async function endUpload(
  deps: Deps,
  { upload, reapMissing }: { upload: UploadRow; reapMissing: boolean },
): Promise<keyof EndedUploads | null> {
  const acting = actingAsSystem(deps)
  const arrival = await askBucket(deps, upload)
  if (arrival.state === 'whole') {
    const confirmed = [{ upload, head: arrival.head }]
    return (await finishUploads(deps, { confirmed, acting })).length > 0 ? 'finished' : null
  }
  if (arrival.state === 'missing' && !reapMissing) return null
  const reason = REASONS[arrival.state === 'wrong' ? arrival.mismatch : 'UPLOAD_EXPIRED'].message
  const released = await releaseUpload(deps, { id: upload.id, userId: upload.user_id, reason, acting })
  return released === null ? null : 'reaped'
}
