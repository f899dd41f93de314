import { S3Error } from '../errors.ts'

export type ChecksumAlgorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256' | 'SHA512' | 'MD5'
export type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT'

/** Takes bytes as they come; `digestBase64` ends it and may be called once. */
export type Hasher = {
  update(bytes: Uint8Array): void
  digestBase64(): string
}

export function createHasher(algorithm: ChecksumAlgorithm): Hasher {
  throw new S3Error('NotImplemented', { message: algorithm })
}

/** `x-amz-checksum-crc64nvme` */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`
}

/** The element in S3's XML: `ChecksumCRC64NVME`. */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm}`
}

/**
 * Reads an algorithm's name (`x-amz-checksum-algorithm`, `x-amz-sdk-checksum-algorithm`), any case.
 * InvalidRequest for one that S3 doesn't know, NotImplemented for one that is not computed here (XXHASH…).
 */
export function parseAlgorithm(name: string): ChecksumAlgorithm {
  throw new S3Error('NotImplemented', { message: name })
}
