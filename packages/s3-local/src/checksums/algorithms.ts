import { createHash } from 'node:crypto'
import { S3Error } from '../errors.ts'
import { type Crc32Update, crc32, crc32c } from './crc32.ts'
import { type Crc64, updateCrc64nvme } from './crc64nvme.ts'

/** The algorithms that are computed here, in the order in which S3 documents them. */
export const CHECKSUM_ALGORITHMS = [
  'CRC32',
  'CRC32C',
  'CRC64NVME',
  'SHA1',
  'SHA256',
  'SHA512',
  'MD5',
] as const
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number]
export type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT'

/** S3 knows these too, but Node has no implementation of them. */
export const UNSUPPORTED_ALGORITHMS = ['XXHASH64', 'XXHASH3', 'XXHASH128'] as const

/** Digest lengths in bytes. */
export const DIGEST_BYTES: Readonly<Record<ChecksumAlgorithm, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
  SHA512: 64,
  MD5: 16,
}

/** Takes bytes as they come; `digestBase64` ends it and may be called once. */
export type Hasher = {
  update(bytes: Uint8Array): void
  digestBase64(): string
}

export function createHasher(algorithm: ChecksumAlgorithm): Hasher {
  switch (algorithm) {
    case 'CRC32':
      return crc32Hasher(crc32)
    case 'CRC32C':
      return crc32Hasher(crc32c)
    case 'CRC64NVME':
      return crc64Hasher()
    default:
      return digestHasher(algorithm)
  }
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
  const upper = name.trim().toUpperCase()
  const known = CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === upper)
  if (known) return known
  if (UNSUPPORTED_ALGORITHMS.some((algorithm) => algorithm === upper)) throw unsupportedAlgorithm(upper)
  throw new S3Error('InvalidRequest', {
    message: `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${CHECKSUM_ALGORITHMS.join(', ')}]`,
  })
}

/** S3's answer to a checksum that this server can't compute: refused, never stored unverified. */
export function unsupportedAlgorithm(algorithm: string): S3Error {
  return new S3Error('NotImplemented', {
    message: `The checksum algorithm ${algorithm} is not implemented by this server.`,
  })
}

function crc32Hasher(add: Crc32Update): Hasher {
  let crc = 0
  return {
    update(bytes) {
      crc = add(bytes, crc)
    },
    digestBase64() {
      const digest = Buffer.alloc(4)
      digest.writeUInt32BE(crc)
      return digest.toString('base64')
    },
  }
}

function crc64Hasher(): Hasher {
  const crc: Crc64 = { high: 0, low: 0 }
  return {
    update: (bytes) => updateCrc64nvme(crc, bytes),
    digestBase64() {
      const digest = Buffer.alloc(8)
      digest.writeUInt32BE(crc.high)
      digest.writeUInt32BE(crc.low, 4)
      return digest.toString('base64')
    },
  }
}

function digestHasher(algorithm: 'SHA1' | 'SHA256' | 'SHA512' | 'MD5'): Hasher {
  const hash = createHash(algorithm.toLowerCase())
  return { update: (bytes) => void hash.update(bytes), digestBase64: () => hash.digest('base64') }
}
