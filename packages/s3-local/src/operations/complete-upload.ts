import { createHash } from 'node:crypto'
import { receiveDocument } from '../body.ts'
import { type ObjectCall, type Reply, xmlReply } from '../call.ts'
import { checksumElement } from '../checksums/algorithms.ts'
import { compositeChecksum, fullObjectChecksum } from '../checksums/multipart.ts'
import { writeCondition } from '../conditions.ts'
import { S3Error } from '../errors.ts'
import { findObject } from '../store/objects.ts'
import type { ObjectRecord, Segment, StoredChecksum } from '../store/record.ts'
import type { Upload, UploadPart } from '../store/upload.ts'
import { completeUpload, findUpload } from '../store/uploads.ts'
import { wholeSeconds, writtenHeaders } from '../write-object.ts'
import { element, fields, s3Document } from '../xml.ts'
import { checkObjectChecksum } from './complete-checksum.ts'
import { chooseParts, type PartRequest, parsePartList } from './part-list.ts'

/** 10,000 parts, each with every element that S3 knows. */
const MAX_LIST_BYTES = 8 * 1024 * 1024

/**
 * Makes one object of an upload's parts. Repeating a completion whose answer got lost gives the same answer,
 * as long as the object is still the one that it made.
 */
export async function completeMultipartUpload(call: ObjectCall): Promise<Reply> {
  const { bucket, key } = call
  const uploadId = call.query.get('uploadId') ?? ''
  const requested = parsePartList(await receiveDocument(call, MAX_LIST_BYTES))
  const condition = writeCondition(call, bucket, key)
  try {
    if (!bucket.uploads.has(uploadId) && condition.precondition === undefined) {
      const made = await findObject(bucket, key)
      if (made?.uploadId === uploadId) return completed(call, made)
    }
    const upload = findUpload(bucket, key, uploadId)
    const record = await completeUpload(call.server.store.disk, bucket, upload, {
      assemble: (current) => assemble(call, current, requested),
      precondition: condition.precondition,
    })
    return completed(call, record)
  } finally {
    condition.release()
  }
}

function assemble(call: ObjectCall, upload: Upload, requested: readonly PartRequest[]): ObjectRecord {
  const parts = chooseParts(upload, requested)
  const size = parts.reduce((sum, part) => sum + part.size, 0)
  const declaredSize = call.header('x-amz-mp-object-size')
  if (declaredSize !== undefined && declaredSize !== String(size)) {
    throw new S3Error('InvalidRequest', {
      message: `The provided 'x-amz-mp-object-size' header value ${declaredSize} does not match what was computed: ${size}`,
    })
  }
  const checksum = objectChecksum(upload, parts)
  checkObjectChecksum(call, upload, checksum)
  return {
    ...upload.description,
    key: upload.key,
    lastModified: wholeSeconds(call.server.now()),
    size,
    etag: multipartEtag(parts),
    checksum,
    content: { segments: parts.flatMap(segmentsOf) },
    parts: parts.map(({ number, size: partSize, checksum: value }) => ({
      number,
      size: partSize,
      // S3 tells the checksums of parts where the upload asked for them.
      ...(upload.checksumRequested && { checksum: value }),
    })),
    uploadId: upload.id,
  }
}

function segmentsOf(part: UploadPart): Segment[] {
  return 'segments' in part.content ? part.content.segments : []
}

/** The MD5 of the parts' MD5s, and their number. */
function multipartEtag(parts: readonly UploadPart[]): string {
  const hash = createHash('md5')
  for (const part of parts) hash.update(Buffer.from(part.etag, 'hex'))
  return `${hash.digest('hex')}-${parts.length}`
}

function objectChecksum(upload: Upload, parts: readonly UploadPart[]): StoredChecksum {
  const { algorithm, type } = upload.checksum
  const sums = parts.map((part) => ({ base64: part.checksum, size: part.size }))
  const value =
    type === 'COMPOSITE'
      ? compositeChecksum(
          algorithm,
          sums.map((sum) => sum.base64),
        )
      : fullObjectChecksum(algorithm, sums)
  return { algorithm, type, value }
}

function completed(call: ObjectCall, record: ObjectRecord): Reply {
  const { 'x-amz-expiration': expiration } = writtenHeaders(call, record)
  const { checksum } = record
  return xmlReply(
    s3Document(
      'CompleteMultipartUploadResult',
      ...fields({
        Location: `http://${call.header('host') ?? ''}/${call.bucket.name}/${encodeURIComponent(record.key)}`,
        Bucket: call.bucket.name,
        Key: record.key,
        ETag: `"${record.etag}"`,
      }),
      checksum ? element(checksumElement(checksum.algorithm), checksum.value) : null,
      checksum ? element('ChecksumType', checksum.type) : null,
    ),
    { 'x-amz-server-side-encryption': 'AES256', 'x-amz-expiration': expiration },
  )
}
