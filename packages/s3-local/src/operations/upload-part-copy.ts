import { authorize } from '../authorize.ts'
import { MAX_PUT_BYTES, tooLarge } from '../body.ts'
import type { ByteRange } from '../byte-range.ts'
import { type ObjectCall, type Reply, xmlReply } from '../call.ts'
import { checksumElement } from '../checksums/algorithms.ts'
import { copyBytes } from '../copy-bytes.ts'
import { openCopySource } from '../copy-source.ts'
import { S3Error } from '../errors.ts'
import type { UploadPart } from '../store/upload.ts'
import { findUpload } from '../store/uploads.ts'
import { wholeSeconds } from '../write-object.ts'
import { element, fields, s3Document } from '../xml.ts'
import { partNumberOf, storePart } from './upload-part.ts'

export async function uploadPartCopy(call: ObjectCall): Promise<Reply> {
  const { bucket, key } = call
  authorize(call, { action: 's3:PutObject', bucket, key })
  const number = partNumberOf(call)
  const upload = findUpload(bucket, key, call.query.get('uploadId') ?? '')
  const source = await openCopySource(call)
  try {
    const range = sourceRange(call.header('x-amz-copy-source-range'), source.record.size)
    const size = range.end - range.start + 1
    if (size > MAX_PUT_BYTES) throw tooLarge(size, MAX_PUT_BYTES)
    const copied = await copyBytes(call, source, {
      target: bucket,
      range,
      algorithm: upload.checksum.algorithm,
      inlineLimit: 0,
    })
    const part: UploadPart = {
      number,
      size: copied.size,
      etag: copied.md5,
      checksum: copied.checksum,
      declared: null,
      lastModified: wholeSeconds(call.server.now()),
      content: copied.content,
    }
    await storePart(call, upload, part)
    return xmlReply(
      s3Document(
        'CopyPartResult',
        ...fields({ LastModified: new Date(part.lastModified).toISOString(), ETag: `"${part.etag}"` }),
        element(checksumElement(upload.checksum.algorithm), part.checksum),
      ),
      { 'x-amz-server-side-encryption': 'AES256' },
    )
  } finally {
    await source.close()
  }
}

/** Unlike a read's range this one must be whole and lie within the source. */
function sourceRange(header: string | undefined, size: number): ByteRange {
  if (header === undefined) return { start: 0, end: size - 1 }
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? []
  const range = { start: Number(first), end: Number(last) }
  if (first === undefined || last === undefined || range.start > range.end) {
    throw new S3Error('InvalidArgument', {
      message:
        'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      extra: { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: header },
    })
  }
  if (range.end >= size) {
    throw new S3Error('InvalidArgument', {
      message: `Range specified is not valid for source object of size: ${size}`,
      extra: { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: header },
    })
  }
  return range
}
