import { type ObjectCall, type Reply, xmlReply } from '../call.ts'
import { type ChecksumAlgorithm, type ChecksumType, parseAlgorithm } from '../checksums/algorithms.ts'
import { describeObject } from '../description.ts'
import { S3Error } from '../errors.ts'
import { abortDate } from '../lifecycle.ts'
import type { Upload } from '../store/upload.ts'
import { createUpload } from '../store/uploads.ts'
import { DEFAULT_ALGORITHM, wholeSeconds } from '../write-object.ts'
import { element, s3Document } from '../xml.ts'
import { authorizeWrite } from './put-object.ts'

export async function createMultipartUpload(call: ObjectCall): Promise<Reply> {
  const { bucket, key } = call
  const description = describeObject(call)
  authorizeWrite(call, description.tags)
  const requested = requestedChecksum(call)
  const upload = await createUpload(call.server.store.disk, bucket, {
    key,
    initiatedAt: wholeSeconds(call.now),
    description,
    checksum: requested ?? { algorithm: DEFAULT_ALGORITHM, type: 'FULL_OBJECT' },
    checksumRequested: requested !== null,
    initiator: call.verified.identity?.accessKeyId ?? null,
  })
  return xmlReply(
    s3Document(
      'InitiateMultipartUploadResult',
      element('Bucket', bucket.name),
      element('Key', key),
      element('UploadId', upload.id),
    ),
    {
      'x-amz-server-side-encryption': 'AES256',
      ...abortHeaders(call, upload),
      ...checksumTypeHeaders(requested),
    },
  )
}

export function abortHeaders(call: ObjectCall, upload: Upload): Record<string, string | undefined> {
  const due = abortDate(call.bucket, upload)
  return { 'x-amz-abort-date': due?.date.toUTCString(), 'x-amz-abort-rule-id': due?.ruleId }
}

function checksumTypeHeaders(checksum: Upload['checksum'] | null): Record<string, string | undefined> {
  return { 'x-amz-checksum-algorithm': checksum?.algorithm, 'x-amz-checksum-type': checksum?.type }
}

/** "Using supported checksum algorithms": SHA and MD5 can't be combined, CRC64NVME is always combined. */
function requestedChecksum(call: ObjectCall): Upload['checksum'] | null {
  const name = call.header('x-amz-checksum-algorithm')
  const type = call.header('x-amz-checksum-type')?.toUpperCase()
  if (name === undefined) {
    if (type === undefined) return null
    throw new S3Error('InvalidRequest', {
      message: 'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    })
  }
  const algorithm = parseAlgorithm(name)
  const chosen = type ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE')
  if (!isChecksumType(chosen)) {
    throw new S3Error('InvalidRequest', { message: 'Value for x-amz-checksum-type header is invalid.' })
  }
  if (!isPossible(algorithm, chosen)) {
    throw new S3Error('InvalidRequest', {
      message: `The ${chosen} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    })
  }
  return { algorithm, type: chosen }
}

function isChecksumType(type: string): type is ChecksumType {
  return type === 'COMPOSITE' || type === 'FULL_OBJECT'
}

function isPossible(algorithm: ChecksumAlgorithm, type: ChecksumType): boolean {
  if (algorithm === 'CRC64NVME') return type === 'FULL_OBJECT'
  return algorithm === 'CRC32' || algorithm === 'CRC32C' || type === 'COMPOSITE'
}
