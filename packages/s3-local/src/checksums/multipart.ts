import { S3Error } from '../errors.ts'
import { type ChecksumAlgorithm, createHasher, DIGEST_BYTES } from './algorithms.ts'
import { CRC_MODELS, createCombiner } from './combine.ts'

/** Checksum of checksums with the number of parts: `base64-N`. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly string[]): string {
  const hasher = createHasher(algorithm)
  for (const part of parts) hasher.update(Buffer.from(part, 'base64'))
  return `${hasher.digestBase64()}-${parts.length}`
}

/** The whole object's CRC from its parts' (base64) and sizes in bytes; CRC32, CRC32C and CRC64NVME only. */
export function fullObjectChecksum(
  algorithm: ChecksumAlgorithm,
  parts: ReadonlyArray<{ base64: string; size: number }>,
): string {
  if (algorithm !== 'CRC32' && algorithm !== 'CRC32C' && algorithm !== 'CRC64NVME') {
    throw new S3Error('InvalidRequest', {
      message: `The FULL_OBJECT checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    })
  }
  const combine = createCombiner(CRC_MODELS[algorithm])
  let crc = 0n
  for (const { base64, size } of parts) {
    crc = combine(crc, BigInt(`0x${Buffer.from(base64, 'base64').toString('hex')}`), size)
  }
  const hex = crc.toString(16).padStart(DIGEST_BYTES[algorithm] * 2, '0')
  return Buffer.from(hex, 'hex').toString('base64')
}
