import { S3Error } from '../errors.ts'
import type { ChecksumAlgorithm } from './algorithms.ts'

/** Checksum of checksums with the number of parts: `base64-N`. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly string[]): string {
  throw new S3Error('NotImplemented', { message: algorithm + parts.length })
}

/** The whole object's CRC from its parts' (base64) and sizes in bytes; CRC32, CRC32C and CRC64NVME only. */
export function fullObjectChecksum(
  algorithm: ChecksumAlgorithm,
  parts: ReadonlyArray<{ base64: string; size: number }>,
): string {
  throw new S3Error('NotImplemented', { message: algorithm + parts.length })
}
