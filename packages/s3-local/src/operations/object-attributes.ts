import { authorize, missingObject } from '../authorize.ts'
import { type ObjectCall, type Reply, xmlReply } from '../call.ts'
import { checksumElement } from '../checksums/algorithms.ts'
import { checkReadConditions } from '../conditions.ts'
import { S3Error } from '../errors.ts'
import { findObject } from '../store/objects.ts'
import type { ObjectRecord } from '../store/record.ts'
import { checkVersionId } from '../version-id.ts'
import { element, fields, s3Document, type XmlContent, type XmlNode } from '../xml.ts'

const ATTRIBUTES = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize']

export async function getObjectAttributes(call: ObjectCall): Promise<Reply> {
  const { bucket, key } = call
  authorize(call, { action: 's3:GetObjectAttributes', bucket, key })
  checkVersionId(call, key)
  const wanted = requestedAttributes(call)
  const record = await findObject(bucket, key)
  if (!record) throw missingObject(call, bucket, key)
  checkReadConditions(call, record)
  return xmlReply(
    s3Document(
      'GetObjectAttributesResponse',
      wanted.has('ETag') ? element('ETag', record.etag) : null,
      wanted.has('Checksum') ? checksum(record) : null,
      wanted.has('ObjectParts') ? objectParts(call, record) : null,
      wanted.has('StorageClass') ? element('StorageClass', record.storageClass) : null,
      wanted.has('ObjectSize') ? element('ObjectSize', record.size) : null,
    ),
    { 'last-modified': new Date(record.lastModified).toUTCString() },
  )
}

function requestedAttributes(call: ObjectCall): Set<string> {
  const header = call.header('x-amz-object-attributes')
  const names = (header ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const unknown = names.find((name) => !ATTRIBUTES.includes(name))
  if (names.length === 0 || unknown !== undefined) {
    throw new S3Error('InvalidArgument', {
      message:
        header === undefined
          ? 'The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty'
          : 'Invalid attribute name specified.',
      extra: { ArgumentName: 'x-amz-object-attributes', ArgumentValue: unknown ?? '' },
    })
  }
  return new Set(names)
}

function checksum({ checksum: stored }: ObjectRecord): XmlNode | null {
  if (!stored) return null
  return element(
    'Checksum',
    element(checksumElement(stored.algorithm), stored.value.replace(/-\d+$/, '')),
    element('ChecksumType', stored.type),
  )
}

/** Where the checksum isn't one of the parts' checksums S3 tells no more than their number. */
function objectParts(call: ObjectCall, record: ObjectRecord): XmlNode | null {
  const { parts } = record
  if (!parts) return null
  if (record.checksum?.type !== 'COMPOSITE')
    return element('ObjectParts', element('PartsCount', parts.length))
  const limit = numberHeader(call, 'x-amz-max-parts', 1000)
  const marker = numberHeader(call, 'x-amz-part-number-marker', 0)
  const rest = parts.filter((part) => part.number > marker)
  const page = rest.slice(0, limit)
  const listed: XmlContent[] = []
  for (const part of page) {
    if (part.checksum === undefined || !record.checksum) continue
    listed.push(
      element(
        'Part',
        element('PartNumber', part.number),
        element('Size', part.size),
        element(checksumElement(record.checksum.algorithm), part.checksum),
      ),
    )
  }
  return element(
    'ObjectParts',
    ...fields({
      PartsCount: parts.length,
      PartNumberMarker: marker,
      NextPartNumberMarker: page.at(-1)?.number ?? marker,
      MaxParts: limit,
      IsTruncated: rest.length > limit,
    }),
    ...listed,
  )
}

function numberHeader(call: ObjectCall, name: string, fallback: number): number {
  const text = call.header(name)
  if (text === undefined) return fallback
  if (!/^\d{1,5}$/.test(text)) {
    throw new S3Error('InvalidArgument', {
      message: `${name} must be an integer`,
      extra: { ArgumentName: name, ArgumentValue: text },
    })
  }
  return fallback === 0 ? Number(text) : Math.min(Number(text), fallback)
}
