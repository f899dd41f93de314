import { S3Error } from '../errors.ts'
import {
  CHECKSUM_ALGORITHMS,
  type ChecksumAlgorithm,
  checksumHeader,
  DIGEST_BYTES,
  UNSUPPORTED_ALGORITHMS,
  unsupportedAlgorithm,
} from './algorithms.ts'

export type DeclaredChecksum = { algorithm: ChecksumAlgorithm; base64: string }

/**
 * The one checksum that a request's headers (or hoisted query parameters) declare, null without any.
 * `get` takes a lower-case header name. InvalidRequest for a bad value or for more than one.
 */
export function declaredChecksum(get: (header: string) => string | undefined): DeclaredChecksum | null {
  for (const name of UNSUPPORTED_ALGORITHMS) {
    if (get(`x-amz-checksum-${name.toLowerCase()}`) !== undefined) throw unsupportedAlgorithm(name)
  }
  const found = CHECKSUM_ALGORITHMS.flatMap((algorithm) => {
    const base64 = get(checksumHeader(algorithm))?.trim()
    return base64 === undefined ? [] : [{ algorithm, base64 }]
  })
  const [checksum = null, ...more] = found
  if (more.length > 0) {
    throw new S3Error('InvalidRequest', {
      message: 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    })
  }
  if (checksum) checkChecksumValue(checksum.algorithm, checksum.base64)
  return checksum
}

/** The algorithm that `x-amz-trailer` announces, null without a trailer. Only checksums may trail. */
export function trailerAlgorithm(trailerNames: readonly string[]): ChecksumAlgorithm | null {
  const [name, ...more] = trailerNames
  if (name === undefined) return null
  const unsupported = UNSUPPORTED_ALGORITHMS.find((known) => name === `x-amz-checksum-${known.toLowerCase()}`)
  if (unsupported) throw unsupportedAlgorithm(unsupported)
  const algorithm = CHECKSUM_ALGORITHMS.find((known) => checksumHeader(known) === name)
  if (!algorithm || more.length > 0) {
    throw new S3Error('InvalidRequest', {
      message: 'The value specified in the x-amz-trailer header is not supported',
    })
  }
  return algorithm
}

/** Throws InvalidRequest unless the value is base64 of the algorithm's digest length. */
export function checkChecksumValue(algorithm: ChecksumAlgorithm, base64: string): void {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length === DIGEST_BYTES[algorithm] && bytes.toString('base64') === base64) return
  throw new S3Error('InvalidRequest', {
    message: `Value for ${checksumHeader(algorithm)} header is invalid.`,
  })
}
