import { bodyLength, discardContent, receiveBody } from '../body.ts'
import type { ObjectCall, Reply } from '../call.ts'
import { checksumHeader } from '../checksums/algorithms.ts'
import { refuseOtherEncryption } from '../description.ts'
import { S3Error } from '../errors.ts'
import type { Upload, UploadPart } from '../store/upload.ts'
import { commitPart, findUpload } from '../store/uploads.ts'
import { wholeSeconds } from '../write-object.ts'

export async function uploadPart(call: ObjectCall): Promise<Reply> {
  const { bucket, key } = call
  refuseOtherEncryption(call)
  bodyLength(call)
  const number = partNumberOf(call)
  const upload = findUpload(bucket, key, call.query.get('uploadId') ?? '')
  const { algorithm } = upload.checksum
  const received = await receiveBody(call, {
    bucket,
    // An upload that named no algorithm takes any, and keeps S3's default beside it.
    required: upload.checksumRequested ? algorithm : undefined,
    keep: () => algorithm,
    inlineLimit: 0,
  })
  const part: UploadPart = {
    number,
    size: received.size,
    etag: received.md5,
    checksum: received.checksum?.base64 ?? '',
    declared: received.declared,
    lastModified: wholeSeconds(call.server.now()),
    content: received.content,
  }
  await storePart(call, upload, part)
  return {
    status: 200,
    headers: {
      etag: `"${part.etag}"`,
      'x-amz-server-side-encryption': 'AES256',
      ...partChecksum(upload, part),
    },
  }
}

/** Frees the part's bytes where the upload has ended meanwhile. */
export async function storePart(call: ObjectCall, upload: Upload, part: UploadPart): Promise<void> {
  try {
    await commitPart(call.server.store.disk, call.bucket, upload, part)
  } catch (error) {
    await discardContent(call.bucket, part.content)
    throw error
  }
}

/** What the client declared comes back; without that, what the upload asked for. */
function partChecksum(upload: Upload, part: UploadPart): Record<string, string> {
  if (part.declared) return { [checksumHeader(part.declared.algorithm)]: part.declared.base64 }
  return { [checksumHeader(upload.checksum.algorithm)]: part.checksum }
}

export function partNumberOf(call: ObjectCall): number {
  const text = call.query.get('partNumber')
  const number = Number(text)
  if (text !== undefined && /^\d{1,5}$/.test(text) && number >= 1 && number <= 10_000) return number
  throw new S3Error('InvalidArgument', {
    message: 'Part number must be an integer between 1 and 10000, inclusive',
    extra: { ArgumentName: 'partNumber', ArgumentValue: text ?? 'null' },
  })
}
