import { expect, test } from 'vitest'
import { bareEtag, keyFromWire, sha256FromWire, sha256ToWire } from './wire.ts'

const HEX = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
const WIRE = 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='

test('a checksum is hex on our side and base64 on the wire', () => {
  expect(sha256ToWire(HEX)).toBe(WIRE)
  expect(sha256FromWire(WIRE)).toBe(HEX)
  expect(() => sha256ToWire(WIRE)).toThrow(RangeError)
})

test('a composite checksum is never taken for that of the bytes', () => {
  expect(sha256FromWire(`${WIRE}-3`)).toBeNull()
  expect(sha256FromWire(undefined)).toBeNull()
})

test('an ETag loses its quotes, once', () => {
  expect([bareEtag('"abc-2"'), bareEtag('abc-2')]).toEqual(['abc-2', 'abc-2'])
})

test('a listed key is decoded when it was encoded, and only then', () => {
  expect(keyFromWire('a%2Bb+c%20d/%C3%BC%01', 'url')).toBe('a+b c d/ü\u0001')
  expect(keyFromWire('a%2Bb%20%C3%BC', undefined)).toBe('a+b ü')
  expect(keyFromWire('100% ü+1', undefined)).toBe('100% ü+1')
})
