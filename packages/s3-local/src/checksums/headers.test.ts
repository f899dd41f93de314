import { expect, test } from 'vitest'
import { checkChecksumValue, declaredChecksum, trailerAlgorithm } from './headers.ts'

const get = (headers: Record<string, string>) => (name: string) => headers[name]
const error = (code: string, message = '') =>
  expect.objectContaining({ code, message: expect.stringContaining(message) })

test('the declared checksum is read from its header', () => {
  expect(declaredChecksum(get({}))).toBeNull()
  expect(declaredChecksum(get({ 'x-amz-checksum-crc32': 'y/Q5Jg==' }))).toEqual({
    algorithm: 'CRC32',
    base64: 'y/Q5Jg==',
  })
})

test.each(['', 'y/Q5Jg', 'y/Q5J===', 'y/Q5JgA=', 'not base64', 'y_Q5Jg==', 'y/Q5Jh=='])(
  'the CRC32 value "%s" is invalid',
  (value) => {
    expect(() => declaredChecksum(get({ 'x-amz-checksum-crc32': value }))).toThrow(
      error('InvalidRequest', 'Value for x-amz-checksum-crc32 header is invalid.'),
    )
  },
)

test('two checksums in one request are refused', () => {
  const headers = { 'x-amz-checksum-crc32': 'y/Q5Jg==', 'x-amz-checksum-crc32c': '4waSgw==' }
  expect(() => declaredChecksum(get(headers))).toThrow(
    error('InvalidRequest', 'Expecting a single x-amz-checksum- header'),
  )
})

test('a checksum that cannot be verified is refused, never ignored', () => {
  expect(() => declaredChecksum(get({ 'x-amz-checksum-xxhash64': 'AAAAAAAAAAA=' }))).toThrow(
    error('NotImplemented', 'XXHASH64'),
  )
  expect(() => trailerAlgorithm(['x-amz-checksum-xxhash128'])).toThrow(error('NotImplemented'))
})

test('only one checksum may trail', () => {
  expect(trailerAlgorithm([])).toBeNull()
  expect(trailerAlgorithm(['x-amz-checksum-crc64nvme'])).toBe('CRC64NVME')
  for (const names of [
    ['x-amz-meta-a'],
    ['x-amz-checksum-crc32', 'x-amz-checksum-sha1'],
    ['x-amz-checksum-crc16'],
  ]) {
    expect(() => trailerAlgorithm(names)).toThrow(error('InvalidRequest', 'x-amz-trailer'))
  }
})

test('a value must have the algorithm’s length', () => {
  expect(() => checkChecksumValue('SHA256', Buffer.alloc(32).toString('base64'))).not.toThrow()
  expect(() => checkChecksumValue('SHA256', Buffer.alloc(31).toString('base64'))).toThrow(
    error('InvalidRequest'),
  )
})
