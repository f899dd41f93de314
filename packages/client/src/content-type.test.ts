import { expect, test } from 'vitest'
import { contentTypeOf } from './content-type.ts'

test.each([
  ['image/PNG', 'a.txt', 'image/png'],
  ['text/plain; charset=utf-8', 'a', 'text/plain'],
  ['', 'Report.PDF', 'application/pdf'],
  ['', 'notes.tar.gz', 'application/gzip'],
  ['', '.md', 'application/octet-stream'],
  ['', 'a.constructor', 'application/octet-stream'],
  ['nonsense', 'a.csv', 'text/csv'],
  ['', '', 'application/octet-stream'],
])('type %j of a file named %j is announced as %s', (type, name, announced) => {
  expect(contentTypeOf(type, name)).toBe(announced)
})
