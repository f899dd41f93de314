import type { Call } from './call.ts'
import { S3Error } from './errors.ts'
import { encodeKey } from './names.ts'

/** S3 never lists more at once, whatever it is asked for. */
const MAX_PAGE = 1000

/** A page's size; a larger one than S3 serves counts as the largest. */
export function pageLimit(call: Call, name: string): number {
  return Math.min(wholeNumber(call, name, MAX_PAGE), MAX_PAGE)
}

/** A query parameter that must be a whole number from 0, if it is there. */
export function wholeNumber(call: Call, name: string, fallback: number): number {
  const text = call.query.get(name)
  if (text === undefined || text === '') return fallback
  if (/^\d{1,10}$/.test(text) && Number(text) < 2 ** 31) return Number(text)
  throw new S3Error('InvalidArgument', {
    message: `Argument ${name} must be an integer between 0 and 2147483647`,
    extra: { ArgumentName: name, ArgumentValue: text },
  })
}

export type Encoding = { type: 'url' | undefined; encode(text: string): string }

/** `encoding-type=url` is for keys that XML 1.0 can't hold. */
export function encodingOf(call: Call): Encoding {
  const type = call.query.get('encoding-type')
  if (type === undefined) return { type, encode: (text) => text }
  if (type === 'url') return { type, encode: encodeKey }
  throw new S3Error('InvalidArgument', {
    message: 'Invalid Encoding Method specified in Request',
    extra: { ArgumentName: 'encoding-type', ArgumentValue: type },
  })
}
