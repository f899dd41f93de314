import { headObject, listParts } from '@holdall/storage'
import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import { requireUpload, type UploadRow } from './find.ts'
import { forgetMultipart } from './open-multipart.ts'
import { bytesOfPart, partCountOf } from './part-plan.ts'
import type { ReceivedParts, UploadId } from './schema.ts'

type Deps = Pick<UserContext, 'db' | 'storage' | 'user'>

/**
 * The parts that the bucket has, whoever sent them from whatever device: what is not among them is to be sent.
 * @throws UPLOAD_NOT_FOUND, UPLOAD_NOT_MULTIPART
 */
export async function receivedParts(deps: Deps, { uploadId }: UploadId): Promise<ReceivedParts> {
  const upload = await requireUpload(deps, uploadId)
  const { object_key: key, part_size, multipart_id: multipartId } = upload
  if (part_size === null) throw new AppError('UPLOAD_NOT_MULTIPART')
  if (multipartId === null) return { parts: [] }
  const parts = await listParts(deps.storage, { key, multipartId })
  if (parts) {
    return { parts: parts.map(({ partNumber, size, sha256 }) => ({ partNumber, size, sha256 })) }
  }
  // Joined already, by a save whose answer got lost: nothing is to be sent, another save makes the file.
  if (await headObject(deps.storage, { key })) return { parts: everyPart(upload) }
  await forgetMultipart(deps, upload)
  return { parts: [] }
}

function everyPart(upload: UploadRow): ReceivedParts['parts'] {
  return Array.from({ length: partCountOf(upload) }, (_, index) => ({
    partNumber: index + 1,
    size: bytesOfPart(upload, index + 1) ?? 0,
    sha256: null,
  }))
}
