import { createHash, randomBytes, randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { createHasher } from './algorithms.ts'
import { compositeChecksum, fullObjectChecksum } from './multipart.ts'

type Crc = 'CRC32' | 'CRC32C' | 'CRC64NVME'

function digest(algorithm: Crc, bytes: Uint8Array): string {
  const hasher = createHasher(algorithm)
  hasher.update(bytes)
  return hasher.digestBase64()
}

test.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)(
  '%s of the parts combines to that of the whole, wherever it was cut',
  (algorithm) => {
    for (let round = 0; round < 60; round += 1) {
      const whole = randomBytes(randomInt(0, 40_000))
      const cuts = [
        0,
        ...Array.from({ length: randomInt(0, 6) }, () => randomInt(0, whole.length + 1)),
        whole.length,
      ]
      cuts.sort((a, b) => a - b)
      const parts = cuts.slice(1).map((end, i) => {
        const bytes = whole.subarray(cuts[i], end)
        return { base64: digest(algorithm, bytes), size: bytes.length }
      })
      expect(fullObjectChecksum(algorithm, parts), `${cuts}`).toBe(digest(algorithm, whole))
    }
  },
)

test('parts in another order, or of another size, give another checksum', () => {
  const a = { base64: digest('CRC64NVME', Buffer.from('hello ')), size: 6 }
  const b = { base64: digest('CRC64NVME', Buffer.from('world')), size: 5 }
  const whole = digest('CRC64NVME', Buffer.from('hello world'))
  expect(fullObjectChecksum('CRC64NVME', [a, b])).toBe(whole)
  expect(fullObjectChecksum('CRC64NVME', [b, a])).not.toBe(whole)
  expect(fullObjectChecksum('CRC64NVME', [a, { ...b, size: 6 }])).not.toBe(whole)
})

test('ten thousand parts of 5 GiB combine', () => {
  const part = { base64: 'AAAAAQ==', size: 5 * 2 ** 30 }
  const all = fullObjectChecksum(
    'CRC32',
    Array.from({ length: 10_000 }, () => part),
  )
  const half = {
    base64: fullObjectChecksum(
      'CRC32',
      Array.from({ length: 5000 }, () => part),
    ),
    size: 5000 * part.size,
  }
  expect(fullObjectChecksum('CRC32', [half, half])).toBe(all)
})

test('a composite checksum is that of the parts’ digests, with their number', () => {
  const parts = ['a', 'b', 'c'].map((text) => createHash('sha256').update(text).digest())
  expect(
    compositeChecksum(
      'SHA256',
      parts.map((part) => part.toString('base64')),
    ),
  ).toBe(`${createHash('sha256').update(Buffer.concat(parts)).digest('base64')}-3`)
})

test('only CRCs have a full-object checksum', () => {
  expect(() => fullObjectChecksum('SHA256', [])).toThrow(expect.objectContaining({ code: 'InvalidRequest' }))
})
