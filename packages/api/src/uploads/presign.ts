import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import { type FileRow, toFile } from '../files/row.ts'
import { statement } from '../sql/statement.ts'
import { type Planned, planUpload } from './plan.ts'
import { checkPolicy } from './policy.ts'
import { MAX_PENDING_UPLOADS, reservation } from './reserve.ts'
import type { PresignedUploads, PresignUploads } from './schema.ts'

type Deps = Pick<UserContext, 'db' | 'storage' | 'policy' | 'user' | 'now' | 'newId' | 'request'>

/**
 * Reserves quota for all the files, remembers what was promised for each, and answers how each is to be sent:
 * all of them or none. Everything is signed first, since that is mere computing: if it fails, nothing is left.
 * What the user stores already, by SHA-256 and size, is a file at once.
 * @throws FILE_TOO_LARGE, FILE_TYPE_NOT_ALLOWED, QUOTA_EXCEEDED, TOO_MANY_PENDING_UPLOADS
 */
export async function presignUploads(deps: Deps, { files }: PresignUploads): Promise<PresignedUploads> {
  checkPolicy(deps.policy, files)
  const planned = await Promise.all(files.map((file) => planUpload(deps, file)))
  const stored = await reserve(deps, planned)
  return {
    uploads: planned.map(({ id, answer }) => {
      const row = stored.get(id)
      return row ? { plan: 'stored', uploadId: id, file: toFile(deps, row) } : answer
    }),
  }
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
