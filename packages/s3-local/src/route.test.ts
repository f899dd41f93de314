import { expect, test } from 'vitest'
import { addressOf, queryMap, routeOf } from './route.ts'

const BASE = ['localhost', '127.0.0.1']

test.each([
  ['/', 'localhost:9000', null, null],
  ['/bucket', 'localhost:9000', 'bucket', null],
  ['/bucket/', 'localhost', 'bucket', null],
  ['/bucket/a/b', '127.0.0.1:9000', 'bucket', 'a/b'],
  ['/bucket//a/../b/', 'localhost', 'bucket', '/a/../b/'],
  ['/bucket/a%2Fb%20+%C3%A9', 'localhost', 'bucket', 'a/b +é'],
  ['/', 'bucket.localhost:9000', 'bucket', null],
  ['/a/b', 'my.bucket.localhost', 'my.bucket', 'a/b'],
  ['/bucket/a', 'Not_A_Bucket.localhost', 'bucket', 'a'],
  ['/bucket/a', 'elsewhere.example', 'bucket', 'a'],
])('%s at %s is bucket %s, key %s', (path, host, bucket, key) => {
  expect(addressOf(path, host, BASE)).toEqual({ bucket, key })
})

test.each([
  ['GET', 'k', '', 'GetObject'],
  ['GET', 'k', 'partNumber=1&x-id=GetObject&unknown', 'GetObject'],
  ['GET', 'k', 'uploadId=1', 'ListParts'],
  ['PUT', 'k', 'partNumber=1&uploadId=1', 'UploadPart'],
  ['POST', 'k', 'uploads', 'CreateMultipartUpload'],
  ['GET', null, 'list-type=2', 'ListObjects'],
  ['POST', null, '', 'PostObject'],
  ['POST', null, 'delete', 'DeleteObjects'],
  ['OPTIONS', 'k', 'acl&policy', 'Preflight'],
])('%s of key %s with ?%s is %s', (method, key, query, operation) => {
  expect(routeOf(method, { bucket: 'b', key }, queryMap(query), false)).toBe(operation)
})

test('a copy source makes a copy of an upload', () => {
  expect(routeOf('PUT', { bucket: 'b', key: 'k' }, queryMap(''), true)).toBe('CopyObject')
  expect(routeOf('PUT', { bucket: 'b', key: 'k' }, queryMap('partNumber=1&uploadId=1'), true)).toBe(
    'UploadPartCopy',
  )
})
