import { OWNER_ID, ownerElement } from '../account.ts'
import { type ObjectCall, type Reply, xmlReply } from '../call.ts'
import { checksumElement } from '../checksums/algorithms.ts'
import { encodingOf, pageLimit, wholeNumber } from '../list-query.ts'
import type { Upload, UploadPart } from '../store/upload.ts'
import { findUpload } from '../store/uploads.ts'
import { element, fields, s3Document, type XmlNode } from '../xml.ts'
import { abortHeaders } from './create-upload.ts'

export function listParts(call: ObjectCall): Reply {
  const upload = findUpload(call.bucket, call.key, call.query.get('uploadId') ?? '')
  const limit = pageLimit(call, 'max-parts')
  const encoding = encodingOf(call)
  const marker = wholeNumber(call, 'part-number-marker', 0)
  const rest = [...upload.parts.values()]
    .filter((part) => part.number > marker)
    .sort((a, b) => a.number - b.number)
  const page = rest.slice(0, limit)
  return xmlReply(
    s3Document(
      'ListPartsResult',
      ...fields({ Bucket: call.bucket.name, Key: encoding.encode(call.key), UploadId: upload.id }),
      initiatorElement(upload),
      ownerElement(),
      ...fields({
        StorageClass: upload.description.storageClass,
        PartNumberMarker: marker,
        NextPartNumberMarker: page.at(-1)?.number ?? marker,
        MaxParts: limit,
        EncodingType: encoding.type,
        IsTruncated: limit > 0 && rest.length > limit,
        ChecksumAlgorithm: upload.checksumRequested ? upload.checksum.algorithm : undefined,
        ChecksumType: upload.checksumRequested ? upload.checksum.type : undefined,
      }),
      ...page.map((part) => partElement(upload, part)),
    ),
    abortHeaders(call, upload),
  )
}

export function initiatorElement(upload: Upload): XmlNode {
  return upload.initiator === null
    ? element('Initiator', element('ID', OWNER_ID))
    : element('Initiator', element('ID', upload.initiator), element('DisplayName', upload.initiator))
}

function partElement(upload: Upload, part: UploadPart): XmlNode {
  return element(
    'Part',
    ...fields({
      PartNumber: part.number,
      LastModified: new Date(part.lastModified).toISOString(),
      ETag: `"${part.etag}"`,
      Size: part.size,
    }),
    part.declared
      ? element(checksumElement(part.declared.algorithm), part.declared.base64)
      : element(checksumElement(upload.checksum.algorithm), part.checksum),
  )
}
