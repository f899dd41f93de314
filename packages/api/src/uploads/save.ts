import { AppError } from '../app-error.ts'
import { classify } from '../classify.ts'
import type { UserContext } from '../context.ts'
import { REASONS } from '../errors.ts'
import { findFiles } from '../files/find.ts'
import { type FileRow, toFile } from '../files/row.ts'
import { inParallel } from '../in-parallel.ts'
import { drainOutbox } from '../outbox/drain.ts'
import { actingAsUser } from '../sql/acting.ts'
import { type Arrival, askBucket } from './arrive.ts'
import type { Mismatch } from './compare.ts'
import { findUploads, type UploadRow } from './find.ts'
import { type Confirmed, finishUploads } from './finish.ts'
import { releaseUpload } from './release.ts'
import type { SavedUpload, SavedUploads, SaveUploads, UploadId } from './schema.ts'

type Deps = Pick<
  UserContext,
  'db' | 'storage' | 'policy' | 'user' | 'now' | 'newId' | 'request' | 'log' | 'afterCommit'
>

/** Uploads that one save asks the bucket about at a time. */
const LANES = 16

/**
 * Makes a file of an upload, once the bucket confirms that it holds what was promised. Repeating it answers
 * the same file, whatever has happened to it since, short of purging it.
 * @throws UPLOAD_NOT_FOUND, UPLOAD_NOT_RECEIVED, UPLOAD_INCOMPLETE, UPLOAD_EXPIRED, and UPLOAD_…_MISMATCH, after
 * which the upload is gone
 */
export async function saveUpload(deps: Deps, { uploadId }: UploadId): Promise<SavedUpload> {
  const outcome = (await save(deps, [uploadId])).get(uploadId)
  if (outcome === undefined) throw new AppError('UPLOAD_NOT_FOUND')
  if (outcome instanceof Error) throw outcome
  return { file: toFile(deps, outcome) }
}

/** The same for many at once, each with its own end; what was named twice is answered twice. */
export async function saveUploads(deps: Deps, { uploadIds }: SaveUploads): Promise<SavedUploads> {
  const outcomes = await save(deps, [...new Set(uploadIds)])
  const results = uploadIds.map((uploadId) => {
    const outcome = outcomes.get(uploadId) ?? new AppError('UPLOAD_NOT_FOUND')
    if (!(outcome instanceof Error)) return { uploadId, file: toFile(deps, outcome) }
    const { reason, message } = classify(outcome)
    return { uploadId, reason, message }
  })
  return { results }
}

/** By upload id: the file, or why there is none; nothing for what this user doesn't have. */
async function save(deps: Deps, ids: string[]): Promise<Map<string, FileRow | Error>> {
  const { db, user } = deps
  const outcomes = new Map<string, FileRow | Error>()
  const confirmed: Confirmed[] = []
  await inParallel(await findUploads(db, { ids, userId: user.id }), LANES, async (upload) => {
    try {
      const arrival = await askBucket(deps, upload)
      if (arrival.state === 'whole') confirmed.push({ upload, head: arrival.head })
      else outcomes.set(upload.id, await refuse(deps, upload, arrival))
    } catch (error) {
      // A bucket that fails for one of many must not hide what became of the others.
      if (classify(error).reason !== 'STORAGE_UNAVAILABLE') throw error
      outcomes.set(upload.id, error instanceof Error ? error : new AppError('STORAGE_UNAVAILABLE'))
    }
  })
  for (const row of await finishUploads(deps, {
    confirmed: inOrder(confirmed, ids),
    acting: actingAsUser(deps),
  })) {
    outcomes.set(row.public_id, row)
  }
  const rest = ids.filter((id) => !outcomes.has(id))
  for (const row of await findFiles(deps, rest)) outcomes.set(row.public_id, row)
  return outcomes
}

/** The order in which they were named is the order of their row numbers, and so of the list. */
function inOrder(confirmed: Confirmed[], ids: string[]): Confirmed[] {
  const position = new Map(ids.map((id, index) => [id, index]))
  return confirmed.sort((a, b) => (position.get(a.upload.id) ?? 0) - (position.get(b.upload.id) ?? 0))
}

async function refuse(
  deps: Deps,
  upload: UploadRow,
  arrival: Exclude<Arrival, { state: 'whole' }>,
): Promise<AppError> {
  if (arrival.state === 'wrong') return await giveUp(deps, upload, arrival.mismatch)
  if (deps.now() > upload.put_expires_at) return new AppError('UPLOAD_EXPIRED')
  if (arrival.parts === null) return new AppError('UPLOAD_NOT_RECEIVED')
  return new AppError('UPLOAD_INCOMPLETE', { message: missingMessage(arrival.parts) })
}

/** A PUT can't be repeated (if-none-match), so the object stays wrong for good: nothing of it is kept. */
async function giveUp(deps: Deps, upload: UploadRow, mismatch: Mismatch): Promise<AppError> {
  const released = await releaseUpload(deps, {
    id: upload.id,
    userId: upload.user_id,
    reason: REASONS[mismatch].message,
    acting: actingAsUser(deps),
  })
  if (released !== null) {
    deps.afterCommit(() => drainOutbox(deps, { ids: [released] }).then(() => undefined))
  }
  return new AppError(mismatch)
}

/** Numbers in a sentence: more help nobody who reads it. `uploads.parts` has them all. */
const MOST_NAMED = 20

function missingMessage(parts: number[]): string {
  const named = parts.slice(0, MOST_NAMED).join(', ')
  const more = parts.length > MOST_NAMED ? ` and ${parts.length - MOST_NAMED} more` : ''
  const what = parts.length === 1 ? 'part' : 'parts'
  return `The bucket has not received ${what} ${named}${more} of this upload yet. Send what is missing first.`
}
