import { headObject } from '@holdall/storage'
import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import { REASONS } from '../errors.ts'
import { findFile } from '../files/find.ts'
import { toFile } from '../files/row.ts'
import { drainOutbox } from '../outbox/drain.ts'
import { actingAsUser } from '../sql/acting.ts'
import { compare, type Mismatch } from './compare.ts'
import { findUpload, type UploadRow } from './find.ts'
import { finishUpload } from './finish.ts'
import { releaseUpload } from './release.ts'
import type { SavedUpload, SavedUploads, SaveUploads, UploadId } from './schema.ts'

type Deps = Pick<
  UserContext,
  'db' | 'storage' | 'policy' | 'user' | 'now' | 'newId' | 'request' | 'log' | 'afterCommit'
>

/**
 * Makes a file of an upload, once the bucket confirms that it holds what was promised. Repeating it answers
 * the same file, whatever has happened to it since, short of purging it.
 * @throws UPLOAD_NOT_FOUND, UPLOAD_NOT_RECEIVED, UPLOAD_EXPIRED, and UPLOAD_…_MISMATCH, after which the upload is gone
 */
export async function saveUpload(deps: Deps, { uploadId }: UploadId): Promise<SavedUpload> {
  const { db, storage, user, now } = deps
  const upload = await findUpload(db, { id: uploadId, userId: user.id })
  if (!upload) return await savedBefore(deps, uploadId)
  const head = await headObject(storage, { key: upload.object_key })
  if (!head) {
    throw new AppError(now() > upload.put_expires_at ? 'UPLOAD_EXPIRED' : 'UPLOAD_NOT_RECEIVED')
  }
  const mismatch = compare(upload, head)
  if (mismatch) return await refuse(deps, upload, mismatch)
  const row = await finishUpload(deps, { upload, head, acting: actingAsUser(deps) })
  return row ? { file: toFile(deps, row) } : await savedBefore(deps, uploadId)
}

async function savedBefore(deps: Deps, uploadId: string): Promise<SavedUpload> {
  const row = await findFile(deps, uploadId)
  if (!row) throw new AppError('UPLOAD_NOT_FOUND')
  return { file: toFile(deps, row) }
}

/** The PUT can't be repeated (if-none-match), so the object stays wrong for good: nothing of it is kept. */
async function refuse(deps: Deps, upload: UploadRow, mismatch: Mismatch): Promise<never> {
  const { db, afterCommit } = deps
  const released = await releaseUpload(db, {
    id: upload.id,
    userId: upload.user_id,
    reason: REASONS[mismatch].message,
    acting: actingAsUser(deps),
  })
  if (released !== null) afterCommit(() => drainOutbox(deps, { ids: [released] }).then(() => undefined))
  throw new AppError(mismatch)
}

/** The same for many: one that fails doesn't stop the others. */
export async function saveUploads(deps: Deps, { uploadIds }: SaveUploads): Promise<SavedUploads> {
  const results: SavedUploads['results'] = []
  for (const uploadId of uploadIds) {
    try {
      results.push({ uploadId, ...(await saveUpload(deps, { uploadId })) })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      results.push({ uploadId, reason: error.reason, message: error.message })
    }
  }
  return { results }
}
