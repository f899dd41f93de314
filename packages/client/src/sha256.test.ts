import { createHash, randomBytes } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { digestOf, HASHED_UP_TO, sha256Of } from './sha256.ts'

afterEach(() => vi.unstubAllGlobals())

const BYTES = randomBytes(300_000)
const EXPECTED = createHash('sha256').update(BYTES).digest('hex')

test('a page served over plain http has no WebCrypto and hashes all the same', async () => {
  expect(await digestOf(new Blob([BYTES]))).toBe(EXPECTED)
  vi.stubGlobal('crypto', {})
  expect(await digestOf(new Blob([BYTES]))).toBe(EXPECTED)
  expect(await digestOf(new Blob([]))).toBe(createHash('sha256').digest('hex'))
})

test('a part that is too large for one buffer is hashed piece by piece', async () => {
  const bytes = new Uint8Array(HASHED_UP_TO + 1)
  expect(await digestOf(new Blob([bytes]))).toBe(createHash('sha256').update(bytes).digest('hex'))
  expect(await sha256Of(new Blob([bytes]))).toBeNull()
})

test('a file that gives fewer bytes than it has is told in words', async () => {
  const shrunk = new Blob([BYTES])
  Object.defineProperty(shrunk, 'arrayBuffer', { value: async () => new ArrayBuffer(3) })
  await expect(digestOf(shrunk)).rejects.toMatchObject({ reason: 'FILE_UNREADABLE' })
})
