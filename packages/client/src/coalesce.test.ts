import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { coalesce } from './coalesce.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first call works at once, the rest of a burst once afterwards', () => {
  const work = vi.fn()
  const call = coalesce(work, 1000)
  for (let i = 0; i < 50; i += 1) call()
  expect(work).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1000)
  expect(work).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(10_000)
  expect(work).toHaveBeenCalledTimes(2)
})

test('a call after the rest works at once again', () => {
  const work = vi.fn()
  const call = coalesce(work, 1000)
  call()
  vi.advanceTimersByTime(1000)
  call()
  expect(work).toHaveBeenCalledTimes(2)
})
