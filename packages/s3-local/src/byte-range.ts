import { S3Error } from './errors.ts'

/** First and last byte, both inclusive. */
export type ByteRange = { start: number; end: number }

/**
 * The bytes that a Range header asks for; null for all of them. S3 serves one range and ignores a header
 * that it can't read; a range without a single byte in the object is InvalidRange.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (!match || header === undefined) return null
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return null
  if (first === '') {
    const length = Math.min(Number(last), size)
    if (length === 0) throw invalidRange(header, size)
    return { start: size - length, end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return null
  if (start >= size) throw invalidRange(header, size)
  return { start, end }
}

function invalidRange(header: string, size: number): S3Error {
  return new S3Error('InvalidRange', {
    extra: { RangeRequested: header, ActualObjectSize: String(size) },
    headers: { 'content-range': `bytes */${size}` },
  })
}
