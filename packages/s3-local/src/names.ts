import { S3Error } from './errors.ts'

const RESERVED_STARTS = ['xn--', 'sthree-', 'amzn-s3-demo-']
const RESERVED_ENDS = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3']

/** S3 user guide, "General purpose bucket naming rules". */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !RESERVED_STARTS.some((start) => name.startsWith(start)) &&
    !RESERVED_ENDS.some((end) => name.endsWith(end))
  )
}

const MAX_KEY_BYTES = 1024

/** Any UTF-8 up to 1,024 bytes is a key ("Naming Amazon S3 objects"). */
export function checkKey(key: string): void {
  const bytes = Buffer.byteLength(key)
  if (bytes > MAX_KEY_BYTES) {
    throw new S3Error('KeyTooLongError', {
      extra: { Size: String(bytes), MaxSizeAllowed: String(MAX_KEY_BYTES) },
    })
  }
}

/** Decodes a path's percent-encoding; `+` is a plus. InvalidURI where it isn't UTF-8. */
export function decodePath(raw: string): string {
  try {
    return decodeURIComponent(raw)
  } catch {
    throw new S3Error('InvalidURI', { extra: { URI: raw } })
  }
}

/** RFC 3986: all but unreserved characters escaped. */
function encodeUri(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** What `encoding-type=url` makes of a key: slashes stay. */
export function encodeKey(key: string): string {
  return key.split('/').map(encodeUri).join('/')
}
