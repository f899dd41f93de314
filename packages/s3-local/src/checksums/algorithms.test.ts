import { expect, test } from 'vitest'
import { CHECKSUM_ALGORITHMS, createHasher, parseAlgorithm } from './algorithms.ts'
import { crc32, crc32Portable } from './crc32.ts'

const CHECK = Buffer.from('123456789')

/** Check values: the CRC catalogue's for "123456789"; FIPS 180 and RFC 1321 implementations for the others. */
const VECTORS = [
  ['CRC32', 'cbf43926'],
  ['CRC32C', 'e3069283'],
  ['CRC64NVME', 'ae8b14860a799888'],
  ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
  ['MD5', '25f9e794323b453885f5181f1b624d0b'],
] as const

function hex(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex')
}

function digest(algorithm: (typeof CHECKSUM_ALGORITHMS)[number], ...pieces: Uint8Array[]): string {
  const hasher = createHasher(algorithm)
  for (const piece of pieces) hasher.update(piece)
  return hasher.digestBase64()
}

test.each(VECTORS)('%s of "123456789" is %s', (algorithm, expected) => {
  expect(hex(digest(algorithm, CHECK))).toBe(expected)
})

test('SHA512 gives the digest of "abc" that FIPS 180-4 publishes', () => {
  expect(hex(digest('SHA512', Buffer.from('abc')))).toMatch(/^ddaf35a193617abacc417349ae204131/)
})

test('CRC32C gives the values that RFC 3720 publishes', () => {
  const increasing = Buffer.from(Array.from({ length: 32 }, (_, i) => i))
  // The RFC prints them as they lie on the wire, lowest byte first.
  expect(hex(digest('CRC32C', Buffer.alloc(32)))).toBe('8a9136aa')
  expect(hex(digest('CRC32C', Buffer.alloc(32, 0xff)))).toBe('62a8ab43')
  expect(hex(digest('CRC32C', increasing))).toBe('46dd794e')
})

test('CRC64NVME gives the values that the NVM Express specification publishes', () => {
  const increasing = Buffer.from(Array.from({ length: 4096 }, (_, i) => i & 255))
  expect(hex(digest('CRC64NVME', Buffer.alloc(4096)))).toBe('6482d367eb22b64e')
  expect(hex(digest('CRC64NVME', Buffer.alloc(4096, 0xff)))).toBe('c0ddba7302eca3ac')
  expect(hex(digest('CRC64NVME', increasing))).toBe('3e729f5f6750449c')
})

test('how the bytes are cut, and where they lie in memory, plays no part', () => {
  const bytes = Buffer.from(Array.from({ length: 300 }, (_, i) => (i * 131 + 7) & 255))
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const whole = digest(algorithm, bytes)
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      expect(digest(algorithm, bytes.subarray(0, cut), bytes.subarray(cut)), `${algorithm} ${cut}`).toBe(
        whole,
      )
    }
  }
})

test('the portable CRC32 agrees with zlib’s', () => {
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * i) & 255))
  for (let length = 0; length < bytes.length; length += 13) {
    const part = bytes.subarray(length % 7, length)
    expect(crc32Portable(part, 0xdeadbeef)).toBe(crc32(part, 0xdeadbeef))
  }
})

test('an algorithm’s name is read in any case; an unknown one is refused, one not computed here too', () => {
  expect(parseAlgorithm('crc64nvme')).toBe('CRC64NVME')
  expect(() => parseAlgorithm('CRC16')).toThrow(expect.objectContaining({ code: 'InvalidRequest' }))
  expect(() => parseAlgorithm('xxhash3')).toThrow(expect.objectContaining({ code: 'NotImplemented' }))
})
