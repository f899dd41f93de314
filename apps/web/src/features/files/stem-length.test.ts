import { expect, test } from 'vitest'
import { stemLength } from './stem-length.ts'

test.each([
  ['report.pdf', 6],
  ['archive.tar.gz', 11],
  ['.env', 4],
  ['README', 6],
  ['', 0],
])('renaming %j selects its first %i characters', (name, length) => {
  expect(stemLength(name)).toBe(length)
})
