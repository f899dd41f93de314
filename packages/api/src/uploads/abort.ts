import type { UserContext } from '../context.ts'
import { findFile } from '../files/find.ts'
import { toFile } from '../files/row.ts'
import { drainOutbox } from '../outbox/drain.ts'
import { actingAsUser } from '../sql/acting.ts'
import { releaseUpload } from './release.ts'
import type { AbortedUpload, UploadId } from './schema.ts'

type Deps = Pick<
  UserContext,
  'db' | 'storage' | 'policy' | 'user' | 'now' | 'newId' | 'request' | 'log' | 'afterCommit'
>

/**
 * Gives an upload up: its quota is free at once, its bytes go after the answer. Whether it or a racing save
 * gets the row decides between them; an abort that came too late answers the file. A missing upload,
 * somebody else's and one that was aborted before all answer the same.
 */
export async function abortUpload(deps: Deps, { uploadId }: UploadId): Promise<AbortedUpload> {
  const released = await releaseUpload(deps, {
    id: uploadId,
    userId: deps.user.id,
    reason: 'Cancelled.',
    acting: actingAsUser(deps),
  })
  if (released !== null) {
    deps.afterCommit(() => drainOutbox(deps, { ids: [released] }).then(() => undefined))
    return { uploadId, file: null }
  }
  const row = await findFile(deps, uploadId)
  return { uploadId, file: row && toFile(deps, row) }
}
