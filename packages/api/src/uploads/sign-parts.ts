import { presignPart } from '@holdall/storage'
import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import { requireUpload } from './find.ts'
import { openMultipart } from './open-multipart.ts'
import { bytesOfPart, partCountOf } from './part-plan.ts'
import type { SignedParts, SignParts } from './schema.ts'

type Deps = Pick<UserContext, 'db' | 'storage' | 'policy' | 'user' | 'now'>

/**
 * A PUT for each part, to be sent soon: the bucket takes exactly this part's number of bytes, with this
 * SHA-256. Signing a part again is fine, also with other bytes: the last that arrives counts.
 * @throws UPLOAD_NOT_FOUND, UPLOAD_NOT_MULTIPART, UPLOAD_EXPIRED, PART_OUT_OF_RANGE
 */
export async function signParts(deps: Deps, { uploadId, parts }: SignParts): Promise<SignedParts> {
  const { storage, policy, now } = deps
  const upload = await requireUpload(deps, uploadId)
  if (upload.part_size === null) throw new AppError('UPLOAD_NOT_MULTIPART')
  const at = now()
  if (at > upload.put_expires_at) throw new AppError('UPLOAD_EXPIRED')
  const sized = parts.map((part, index) => {
    const size = bytesOfPart(upload, part.partNumber)
    if (size !== null) return { ...part, size }
    throw new AppError('PART_OUT_OF_RANGE', {
      field: `parts.${index}.partNumber`,
      message: `This upload has ${partCountOf(upload)} parts; there is no part ${part.partNumber}.`,
    })
  })
  const multipartId = await openMultipart(deps, upload)
  const target = { key: upload.object_key, multipartId, expiresIn: policy.putUrlSeconds, now: at }
  return {
    parts: await Promise.all(
      sized.map(async (part) => ({
        partNumber: part.partNumber,
        ...(await presignPart(storage, { ...target, ...part })),
      })),
    ),
  }
}
