import type { Call } from './call.ts'
import { S3Error } from './errors.ts'
import type { ObjectDescription, ObjectRecord } from './store/record.ts'
import { parseTagHeader } from './tags.ts'

/** Headers that S3 stores with an object and sends with it. */
const STORED = ['cache-control', 'content-disposition', 'content-language', 'content-type', 'expires']

const DEFAULT_TYPE = 'binary/octet-stream'
const MAX_METADATA_BYTES = 2048

const STORAGE_CLASSES = new Set([
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
])

/** What PutObject, CopyObject, CreateMultipartUpload or a POST says of the new object. */
export function describeObject(call: Call): ObjectDescription {
  refuseUnsupported(call)
  const headers: Record<string, string> = {}
  for (const name of STORED) {
    const value = call.header(name)
    if (value !== undefined && value !== '') headers[name] = value
  }
  headers['content-type'] ??= DEFAULT_TYPE
  const encoding = storedEncoding(call.header('content-encoding'))
  if (encoding) headers['content-encoding'] = encoding
  const redirect = call.header('x-amz-website-redirect-location')
  if (redirect !== undefined) headers['x-amz-website-redirect-location'] = checkRedirect(redirect)
  return {
    headers,
    metadata: userMetadata(call),
    tags: parseTagHeader(call.header('x-amz-tagging')),
    storageClass: storageClass(call.header('x-amz-storage-class')),
  }
}

/** `aws-chunked` describes the transfer, not the object. */
function storedEncoding(header: string | undefined): string | undefined {
  const codings = header?.split(',').map((coding) => coding.trim())
  return (
    codings?.filter((coding) => coding !== '' && coding.toLowerCase() !== 'aws-chunked').join(',') ||
    undefined
  )
}

function checkRedirect(location: string): string {
  if (/^(\/|https?:\/\/)/.test(location)) return location
  throw new S3Error('InvalidArgument', {
    message: 'The website redirect location must have a prefix of "http://" or "https://" or "/".',
  })
}

function storageClass(header: string | undefined): string {
  const name = header ?? 'STANDARD'
  if (STORAGE_CLASSES.has(name)) return name
  if (name === 'GLACIER' || name === 'DEEP_ARCHIVE') {
    throw new S3Error('NotImplemented', {
      message: 'This server has no archive.',
      extra: { Header: 'x-amz-storage-class' },
    })
  }
  throw new S3Error('InvalidStorageClass', { extra: { StorageClassRequested: name } })
}

/** Two kilobytes in all, names and values ("User-defined object metadata"). */
function userMetadata(call: Call): Record<string, string> {
  const metadata: Record<string, string> = {}
  const names = new Set([...call.raw.headers.map(([name]) => name), ...call.query.keys()])
  let bytes = 0
  for (const given of names) {
    const header = given.toLowerCase()
    if (!header.startsWith('x-amz-meta-')) continue
    const name = header.slice('x-amz-meta-'.length)
    const value = decodeWords(call.header(header) ?? '')
    metadata[name] = value
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value)
  }
  if (bytes > MAX_METADATA_BYTES) {
    throw new S3Error('MetadataTooLarge', {
      extra: { Size: String(bytes), MaxSizeAllowed: String(MAX_METADATA_BYTES) },
    })
  }
  return metadata
}

/** S3 reads RFC 2047 encoded words in metadata. */
function decodeWords(text: string): string {
  return text.replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, data: string) =>
    kind.toUpperCase() === 'B'
      ? Buffer.from(data, 'base64').toString('utf8')
      : Buffer.from(
          data
            .replaceAll('_', ' ')
            .replace(/=([0-9A-Fa-f]{2})/g, (_hex, hex: string) =>
              String.fromCharCode(Number.parseInt(hex, 16)),
            ),
          'latin1',
        ).toString('utf8'),
  )
}

/** …and writes them, where a value isn't printable ASCII. */
function encodeWord(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`
}

/** Headers for features that this server doesn't have. Ignoring one would promise something untrue. */
export function refuseUnsupported(call: Call): void {
  const acl = call.header('x-amz-acl')
  if (acl !== undefined && acl !== 'private' && acl !== 'bucket-owner-full-control') {
    throw new S3Error('AccessControlListNotSupported')
  }
  for (const grant of ['read', 'write', 'read-acp', 'write-acp', 'full-control']) {
    if (call.header(`x-amz-grant-${grant}`) !== undefined) throw new S3Error('AccessControlListNotSupported')
  }
  for (const name of [
    'x-amz-object-lock-mode',
    'x-amz-object-lock-retain-until-date',
    'x-amz-object-lock-legal-hold',
  ]) {
    if (call.header(name) !== undefined) {
      throw new S3Error('InvalidRequest', { message: 'Bucket is missing ObjectLockConfiguration' })
    }
  }
  if (call.header('x-amz-write-offset-bytes') !== undefined) notImplemented('x-amz-write-offset-bytes')
  refuseOtherEncryption(call)
}

/** SSE-S3 alone is accepted: every object here counts as encrypted with it, as every new object in S3 is. */
export function refuseOtherEncryption(call: Call): void {
  const encryption = call.header('x-amz-server-side-encryption')
  if (encryption !== undefined && encryption !== 'AES256') {
    if (encryption.startsWith('aws:')) notImplemented('x-amz-server-side-encryption')
    throw new S3Error('InvalidArgument', {
      message: 'The encryption method specified is not supported',
      extra: { ArgumentName: 'x-amz-server-side-encryption', ArgumentValue: encryption },
    })
  }
  for (const name of [
    'x-amz-server-side-encryption-customer-algorithm',
    'x-amz-server-side-encryption-customer-key',
    'x-amz-server-side-encryption-customer-key-md5',
    'x-amz-server-side-encryption-aws-kms-key-id',
    'x-amz-server-side-encryption-context',
    'x-amz-copy-source-server-side-encryption-customer-algorithm',
  ]) {
    if (call.header(name) !== undefined) notImplemented(name)
  }
}

function notImplemented(header: string): never {
  throw new S3Error('NotImplemented', { extra: { Header: header } })
}

/** What every answer about an object says of it. */
export function descriptionHeaders(record: ObjectRecord): Record<string, string> {
  const headers: Record<string, string> = {
    ...record.headers,
    etag: `"${record.etag}"`,
    'last-modified': new Date(record.lastModified).toUTCString(),
    'x-amz-server-side-encryption': 'AES256',
  }
  for (const [name, value] of Object.entries(record.metadata))
    headers[`x-amz-meta-${name}`] = encodeWord(value)
  if (record.tags.length > 0) headers['x-amz-tagging-count'] = String(record.tags.length)
  if (record.storageClass !== 'STANDARD') headers['x-amz-storage-class'] = record.storageClass
  return headers
}
