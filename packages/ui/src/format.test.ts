import { describe, expect, test } from 'vitest'
import { formatBytes, formatDate, formatRelative } from './format.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')

function ago(seconds: number): string {
  return formatRelative(new Date(NOW - seconds * 1000).toISOString(), NOW)
}

describe('formatBytes', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [1023, '1,023 bytes'],
    [1024, '1 KB'],
    [1536, '1.5 KB'],
    [10 * 1024 * 1024, '10 MB'],
    [123_456_789, '118 MB'],
    [5 * 1024 ** 3, '5 GB'],
    [Number.MAX_SAFE_INTEGER, '8 PB'],
  ])('%d bytes read "%s"', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })

  test('a size just below the next unit never reads as a thousand of this one', () => {
    expect(formatBytes(1024 * 1024 - 1)).toBe('1 MB')
    expect(formatBytes(999.6 * 1024)).toBe('0.98 MB')
  })

  test('a size that nobody has measured is a dash', () => {
    expect(formatBytes(null)).toBe('–')
  })
})

describe('formatRelative', () => {
  test('the last minute is just now, and so is a clock that runs a little ahead', () => {
    expect(ago(20)).toBe('just now')
    expect(ago(-20)).toBe('just now')
  })

  test.each([
    [50, '1 minute ago'],
    [300, '5 minutes ago'],
    [59 * 60 + 45, '1 hour ago'],
    [3 * 3600, '3 hours ago'],
    [23.8 * 3600, 'yesterday'],
    [3 * 86_400, '3 days ago'],
    [-3 * 86_400, 'in 3 days'],
  ])('%d seconds ago reads "%s"', (seconds, text) => {
    expect(ago(seconds)).toBe(text)
  })

  test('from a week on it is the day itself', () => {
    const old = new Date(NOW - 30 * 86_400_000).toISOString()
    expect(formatRelative(old, NOW)).toBe(formatDate(old))
  })
})
