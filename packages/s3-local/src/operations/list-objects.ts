import { ownerElement } from '../account.ts'
import { type BucketCall, type Reply, xmlReply } from '../call.ts'
import { S3Error } from '../errors.ts'
import { type Encoding, encodingOf, pageLimit } from '../list-query.ts'
import { listPage } from '../listing.ts'
import type { Entry } from '../store/record.ts'
import { element, fields, s3Document, type XmlNode } from '../xml.ts'

/** ListObjects, or ListObjectsV2 with `list-type=2`. */
export function listObjects(call: BucketCall): Reply {
  const type = call.query.get('list-type')
  if (type === '2') return listV2(call)
  if (type === undefined || type === '1') return listV1(call)
  throw new S3Error('InvalidArgument', {
    message: 'Invalid List Type specified in Request',
    extra: { ArgumentName: 'list-type', ArgumentValue: type },
  })
}

function listV1(call: BucketCall): Reply {
  const { prefix, delimiter, limit, encoding } = common(call)
  const marker = call.query.get('marker') ?? ''
  const page = listPage(call.bucket.objects, { prefix, delimiter, after: marker, limit })
  return xmlReply(
    s3Document(
      'ListBucketResult',
      ...fields({
        Name: call.bucket.name,
        Prefix: encoding.encode(prefix),
        Marker: encoding.encode(marker),
        // S3 gives the next marker only with a delimiter; else it is the last key.
        NextMarker:
          page.truncated && delimiter !== '' && page.last !== null ? encoding.encode(page.last) : undefined,
        MaxKeys: limit,
        Delimiter: delimiter === '' ? undefined : encoding.encode(delimiter),
        EncodingType: encoding.type,
        IsTruncated: page.truncated,
      }),
      ...page.items.map(([key, entry]) => content(key, entry, { encoding, owner: true })),
      ...prefixes(page.commonPrefixes, encoding),
    ),
  )
}

function listV2(call: BucketCall): Reply {
  const { prefix, delimiter, limit, encoding } = common(call)
  const token = call.query.get('continuation-token')
  const startAfter = call.query.get('start-after')
  const after = token === undefined ? (startAfter ?? '') : readToken(token)
  const owner = call.query.get('fetch-owner') === 'true'
  const page = listPage(call.bucket.objects, { prefix, delimiter, after, limit })
  return xmlReply(
    s3Document(
      'ListBucketResult',
      ...fields({
        Name: call.bucket.name,
        Prefix: encoding.encode(prefix),
        Delimiter: delimiter === '' ? undefined : encoding.encode(delimiter),
        StartAfter: startAfter === undefined ? undefined : encoding.encode(startAfter),
        ContinuationToken: token,
        NextContinuationToken: page.truncated && page.last !== null ? writeToken(page.last) : undefined,
        KeyCount: page.items.length + page.commonPrefixes.length,
        MaxKeys: limit,
        EncodingType: encoding.type,
        IsTruncated: page.truncated,
      }),
      ...page.items.map(([key, entry]) => content(key, entry, { encoding, owner })),
      ...prefixes(page.commonPrefixes, encoding),
    ),
  )
}

/** Versions of a bucket that has none: each object is its own only version, `null`. */
export function listObjectVersions(call: BucketCall): Reply {
  const { prefix, delimiter, limit, encoding } = common(call)
  const marker = call.query.get('key-marker') ?? ''
  const page = listPage(call.bucket.objects, { prefix, delimiter, after: marker, limit })
  const next = page.truncated && page.last !== null ? page.last : undefined
  return xmlReply(
    s3Document(
      'ListVersionsResult',
      ...fields({
        Name: call.bucket.name,
        Prefix: encoding.encode(prefix),
        KeyMarker: encoding.encode(marker),
        VersionIdMarker: call.query.get('version-id-marker') ?? '',
        NextKeyMarker: next === undefined ? undefined : encoding.encode(next),
        NextVersionIdMarker: next === undefined ? undefined : 'null',
        MaxKeys: limit,
        Delimiter: delimiter === '' ? undefined : encoding.encode(delimiter),
        EncodingType: encoding.type,
        IsTruncated: page.truncated,
      }),
      ...page.items.map(([key, entry]) => version(key, entry, encoding)),
      ...prefixes(page.commonPrefixes, encoding),
    ),
  )
}

function common(call: BucketCall) {
  return {
    prefix: call.query.get('prefix') ?? '',
    delimiter: call.query.get('delimiter') ?? '',
    limit: pageLimit(call, 'max-keys'),
    encoding: encodingOf(call),
  }
}

function content(key: string, entry: Entry, show: { encoding: Encoding; owner: boolean }): XmlNode {
  return element(
    'Contents',
    element('Key', show.encoding.encode(key)),
    ...described(entry),
    show.owner ? ownerElement() : null,
    element('StorageClass', entry.storageClass),
  )
}

function version(key: string, entry: Entry, encoding: Encoding): XmlNode {
  return element(
    'Version',
    element('Key', encoding.encode(key)),
    element('VersionId', 'null'),
    element('IsLatest', true),
    ...described(entry),
    ownerElement(),
    element('StorageClass', entry.storageClass),
  )
}

function described(entry: Entry) {
  return fields({
    LastModified: new Date(entry.lastModified).toISOString(),
    ETag: `"${entry.etag}"`,
    ChecksumAlgorithm: entry.checksumAlgorithm,
    ChecksumType: entry.checksumType,
    Size: entry.size,
  })
}

function prefixes(found: readonly string[], encoding: Encoding): XmlNode[] {
  return found.map((prefix) => element('CommonPrefixes', element('Prefix', encoding.encode(prefix))))
}

/** Opaque, so that nobody builds one; the last key is all that the next page needs, even after a restart. */
function writeToken(last: string): string {
  return Buffer.from(`1${last}`).toString('base64url')
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8')
  if (text.startsWith('1') && writeToken(text.slice(1)) === token) return text.slice(1)
  throw new S3Error('InvalidArgument', {
    message: 'The continuation token provided is incorrect',
    extra: { ArgumentName: 'continuation-token', ArgumentValue: token },
  })
}
