import { expect, test } from 'vitest'
import { timeLeft } from './time-left.ts'

test.each([
  [0, '0 s left'],
  [59, '59 s left'],
  [60, '1 min left'],
  [61, '2 min left'],
  [3600, '1 h left'],
  [20 * 3600, '20 h left'],
  [3 * 86_400, '3 days left'],
])('%i seconds are %s', (seconds, words) => {
  expect(timeLeft(seconds * 10, 10)).toBe(words)
})

test('without a speed nobody can tell', () => {
  expect(timeLeft(10, null)).toBeNull()
  expect(timeLeft(10, 0)).toBeNull()
})
