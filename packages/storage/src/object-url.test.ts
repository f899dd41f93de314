import { expect, test } from 'vitest'
import { createStorage, objectUrl, type StorageConfig } from './index.ts'

const base: StorageConfig = { bucket: 'my-bucket', region: 'eu-west-1' }
const url = (key: string, config: Partial<StorageConfig> = {}) =>
  objectUrl(createStorage({ ...base, ...config }), { key })

test('an object has its bucket’s address, with every character of its key encoded', () => {
  expect(url('public/a b+é')).toBe('https://my-bucket.s3.eu-west-1.amazonaws.com/public/a%20b%2B%C3%A9')
  expect(url('public/a', { endpoint: 'http://127.0.0.1:9000/' })).toBe(
    'http://127.0.0.1:9000/my-bucket/public/a',
  )
})

test('public objects are on the CDN, private ones never', () => {
  for (const publicUrl of ['https://cdn.example.com/files', 'https://cdn.example.com/files/']) {
    expect(url('public/a b', { publicUrl })).toBe('https://cdn.example.com/files/public/a%20b')
    expect(url('private/a', { publicUrl })).toBe('https://my-bucket.s3.eu-west-1.amazonaws.com/private/a')
  }
})

test('a key that a URL parser would resolve to another has no URL', () => {
  expect(() => url('public/../private/a')).toThrow(RangeError)
})

test('a bucket that URLs cannot be signed for in the usual way is refused at the start', () => {
  expect(() => createStorage({ ...base, bucket: 'fast--euw1-az1--x-s3' })).toThrow(/general purpose bucket/)
})
