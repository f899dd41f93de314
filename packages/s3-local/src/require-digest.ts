import type { Call } from './call.ts'
import { declaredChecksum, trailerAlgorithm } from './checksums/headers.ts'
import { S3Error } from './errors.ts'

/** Some requests are too dangerous for S3 to take their body unverified. */
export function requireDigest(call: Call): void {
  if (call.header('content-md5') !== undefined) return
  if (declaredChecksum((name) => call.header(name))) return
  if (
    trailerAlgorithm((call.header('x-amz-trailer') ?? '').split(',').map((name) => name.trim().toLowerCase()))
  )
    return
  throw new S3Error('InvalidRequest', {
    message: 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
  })
}
