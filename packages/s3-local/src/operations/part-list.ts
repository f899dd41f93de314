import { type ChecksumAlgorithm, checksumElement } from '../checksums/algorithms.ts'
import { unquote } from '../conditions.ts'
import { S3Error } from '../errors.ts'
import type { Upload, UploadPart } from '../store/upload.ts'
import { all, onlyChildren, optionalText, type Parsed, parseXml, requiredText } from '../xml.ts'

/** S3's smallest part, but for the last, in bytes. */
const MIN_PART_BYTES = 5 * 1024 * 1024
const MAX_PARTS = 10_000

export type PartRequest = {
  number: number
  etag: string
  checksum: (algorithm: ChecksumAlgorithm) => string | undefined
}

export function parsePartList(body: Buffer): PartRequest[] {
  const root = parseXml(body, 'CompleteMultipartUpload')
  onlyChildren(root, ['Part'])
  const parts = all(root, 'Part').map(parsePart)
  if (parts.length === 0 || parts.length > MAX_PARTS) throw new S3Error('MalformedXML')
  return parts
}

function parsePart(part: Parsed): PartRequest {
  const number = requiredText(part, 'PartNumber').trim()
  if (!/^\d{1,5}$/.test(number)) throw new S3Error('MalformedXML')
  if (Number(number) < 1 || Number(number) > MAX_PARTS) {
    throw new S3Error('InvalidArgument', {
      message: 'Part number must be an integer between 1 and 10000, inclusive',
      extra: { ArgumentName: 'partNumber', ArgumentValue: number },
    })
  }
  return {
    number: Number(number),
    etag: unquote(requiredText(part, 'ETag').trim()),
    checksum: (algorithm) => optionalText(part, checksumElement(algorithm)),
  }
}

/** The parts that a completion names, each checked against what was uploaded. */
export function chooseParts(upload: Upload, requested: readonly PartRequest[]): UploadPart[] {
  requested.forEach((part, i) => {
    const before = requested[i - 1]
    if (before && before.number >= part.number)
      throw new S3Error('InvalidPartOrder', { extra: { UploadId: upload.id } })
  })
  const parts = requested.map((part) => choosePart(upload, part))
  for (const part of parts.slice(0, -1)) {
    if (part.size < MIN_PART_BYTES) {
      throw new S3Error('EntityTooSmall', {
        extra: {
          ProposedSize: String(part.size),
          MinSizeAllowed: String(MIN_PART_BYTES),
          PartNumber: String(part.number),
          ETag: part.etag,
        },
      })
    }
  }
  return parts
}

function choosePart(upload: Upload, requested: PartRequest): UploadPart {
  const part = upload.parts.get(requested.number)
  const invalid = new S3Error('InvalidPart', {
    extra: { UploadId: upload.id, PartNumber: String(requested.number), ETag: requested.etag },
  })
  if (!part || part.etag !== requested.etag) throw invalid
  const { algorithm, type } = upload.checksum
  const checksum = requested.checksum(algorithm)
  if (checksum !== undefined && checksum !== part.checksum) throw invalid
  if (checksum === undefined && type === 'COMPOSITE') {
    throw new S3Error('InvalidRequest', {
      message: `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${requested.number} in the request.`,
    })
  }
  const declared = part.declared && requested.checksum(part.declared.algorithm)
  if (declared && declared !== part.declared?.base64) throw invalid
  return part
}
