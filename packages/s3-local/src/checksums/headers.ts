import { S3Error } from '../errors.ts'
import type { ChecksumAlgorithm } from './algorithms.ts'

export type DeclaredChecksum = { algorithm: ChecksumAlgorithm; base64: string }

/**
 * The one checksum that a request's headers (or hoisted query parameters) declare, null without any.
 * `get` takes a lower-case header name. InvalidRequest for a bad value or for more than one.
 */
export function declaredChecksum(get: (header: string) => string | undefined): DeclaredChecksum | null {
  throw new S3Error('NotImplemented', { message: get('x') ?? '' })
}

/** The algorithm that `x-amz-trailer` announces, null where it names no checksum. */
export function trailerAlgorithm(trailerNames: readonly string[]): ChecksumAlgorithm | null {
  throw new S3Error('NotImplemented', { message: trailerNames.join() })
}

/** Throws InvalidRequest unless the value is base64 of the algorithm's digest length. */
export function checkChecksumValue(algorithm: ChecksumAlgorithm, base64: string): void {
  throw new S3Error('NotImplemented', { message: algorithm + base64 })
}
