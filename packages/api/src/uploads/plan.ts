import { presignPut } from '@holdall/storage'
import type { UserContext } from '../context.ts'
import { partSizeOf } from './part-plan.ts'
import type { UploadPlan, UploadRequest } from './schema.ts'

type Deps = Pick<UserContext, 'storage' | 'policy' | 'user' | 'now' | 'newId'>

/** How one file is to arrive, before anything is written down. */
export type Planned = {
  id: string
  key: string
  eventId: string
  file: UploadRequest
  partSize: number | null
  /** When its PUT URL expires, or the upload in parts is given up. */
  expiresAt: Date
  answer: Exclude<UploadPlan, { plan: 'stored' }>
}

/** The key never holds the name: it is opaque, so that it can't clash, leak or need escaping. */
export async function planUpload(deps: Deps, file: UploadRequest): Promise<Planned> {
  const { storage, policy, user, now, newId } = deps
  const id = file.uploadId ?? newId()
  const key = `${file.visibility}/${user.id}/${newId()}`
  const at = now()
  const planned = { id, key, eventId: newId(), file }
  const { size, contentType, sha256 } = file
  const partSize = partSizeOf(size)
  if (partSize !== null) {
    const expiresAt = new Date(at.getTime() + policy.multipartSeconds * 1000)
    const partCount = Math.ceil(size / partSize)
    const answer = { plan: 'multipart', uploadId: id, partSize, partCount, expiresAt } as const
    return { ...planned, partSize, expiresAt, answer }
  }
  const expiresIn = policy.putUrlSeconds
  const put = await presignPut(storage, { key, size, contentType, sha256, expiresIn, now: at })
  return {
    ...planned,
    partSize,
    // Nothing that was signed can be sent later than this.
    expiresAt: new Date(at.getTime() + expiresIn * 1000),
    answer: { plan: 'put', uploadId: id, method: 'PUT', ...put },
  }
}
