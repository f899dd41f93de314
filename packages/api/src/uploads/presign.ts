import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import { type FileRow, toFile } from '../files/row.ts'
import { isDuplicate } from '../sql/database-error.ts'
import { statement } from '../sql/statement.ts'
import { type Planned, planUpload } from './plan.ts'
import { checkPolicy } from './policy.ts'
import { plannedBefore } from './repeat.ts'
import { MAX_PENDING_UPLOADS, reservation } from './reserve.ts'
import type { PresignedUploads, PresignUploads, UploadPlan, UploadRequest } from './schema.ts'

type Deps = Pick<UserContext, 'db' | 'storage' | 'policy' | 'user' | 'now' | 'newId' | 'request'>

/**
 * Reserves quota for all the files, remembers what was promised for each, and answers how each is to be sent:
 * all of them or none. Everything is signed first, since that is mere computing: if it fails, nothing is left.
 * What the user stores already, by SHA-256 and size, is a file at once.
 * @throws FILE_TOO_LARGE, FILE_TYPE_NOT_ALLOWED, QUOTA_EXCEEDED, TOO_MANY_PENDING_UPLOADS, UPLOAD_NOT_FOUND
 */
export async function presignUploads(deps: Deps, { files }: PresignUploads): Promise<PresignedUploads> {
  checkPolicy(deps.policy, files)
  try {
    return await planUnlessPlanned(deps, files)
  } catch (error) {
    // The same request came twice at once, and the other one was quicker: now it can be found.
    if (!isDuplicate(error)) throw error
    return await planUnlessPlanned(deps, files)
  }
}

async function planUnlessPlanned(deps: Deps, files: UploadRequest[]): Promise<PresignedUploads> {
  const before = await plannedBefore(deps, files)
  const fresh = files.filter(({ uploadId }) => !uploadId || !before.has(uploadId))
  const made = (await planAll(deps, fresh)).values()
  return {
    uploads: files.flatMap(({ uploadId }) => before.get(uploadId ?? '') ?? made.next().value ?? []),
  }
}

async function planAll(deps: Deps, files: UploadRequest[]): Promise<UploadPlan[]> {
  if (files.length === 0) return []
  const planned = await Promise.all(files.map((file) => planUpload(deps, file)))
  const stored = await reserve(deps, planned)
  return planned.map(({ id, answer }) => {
    const row = stored.get(id)
    return row ? { plan: 'stored', uploadId: id, file: toFile(deps, row) } : answer
  })
}

type Reserved = { reserved: boolean; pending_count: number } & (FileRow | { public_id: null })

/** By upload id, the files that were made at once. */
async function reserve(deps: Deps, planned: Planned[]): Promise<Map<string, FileRow>> {
  const rows = await statement<Reserved>(deps.db, reservation(deps, planned))
  const [answer] = rows
  if (!answer?.reserved) {
    const pending = answer?.pending_count ?? 0
    throw new AppError(
      pending + planned.length > MAX_PENDING_UPLOADS ? 'TOO_MANY_PENDING_UPLOADS' : 'QUOTA_EXCEEDED',
    )
  }
  return new Map(rows.flatMap((row) => (row.public_id === null ? [] : [[row.public_id, row]])))
}
