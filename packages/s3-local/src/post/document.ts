import { S3Error } from '../errors.ts'

type PostCondition = {
  match: 'eq' | 'starts-with'
  /** Lower-case: field names know no case. */
  field: string
  value: string
  /** As S3 shows it in an error. */
  shown: string
}

export type PostDocument = {
  expiration: Date
  conditions: readonly PostCondition[]
  lengthRange: LengthRange | null
}

/** In bytes, inclusive. */
type LengthRange = { min: number; max: number }

/**
 * Parses a form's policy. Throws InvalidPolicyDocument.
 * Source: Amazon S3 API reference, "Creating a POST policy".
 */
export function parsePostDocument(base64: string): PostDocument {
  const document = parseJson(base64)
  const unknown = Object.keys(document).find((name) => name !== 'expiration' && name !== 'conditions')
  if (unknown !== undefined) throw invalid(`Unexpected: '${unknown}'.`)
  if (document.expiration === undefined) throw invalid('Policy missing expiration.')
  if (document.conditions === undefined) throw invalid('Policy missing conditions.')
  if (!Array.isArray(document.conditions)) throw invalid('Invalid conditions: expecting a list.')

  const conditions: PostCondition[] = []
  const ranges: LengthRange[] = []
  for (const condition of document.conditions as unknown[]) {
    if (!Array.isArray(condition)) conditions.push(parseSimple(condition))
    else if (condition[0] === 'content-length-range') ranges.push(parseRange(condition))
    else conditions.push(parseList(condition))
  }
  return { expiration: parseExpiration(document.expiration), conditions, lengthRange: narrowest(ranges) }
}

/** Several ranges must all hold. */
function narrowest(ranges: readonly LengthRange[]): LengthRange | null {
  if (ranges.length === 0) return null
  return {
    min: Math.max(...ranges.map(({ min }) => min)),
    max: Math.min(...ranges.map(({ max }) => max)),
  }
}

function parseJson(base64: string): Record<string, unknown> {
  const text = base64.replace(/\s/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw invalid('Invalid Base64 Encoding.')
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64')))
  } catch {
    throw invalid('Invalid JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('Invalid JSON.')
  return value as Record<string, unknown>
}

/** ISO 8601 in UTC: `2015-12-30T12:00:00.000Z`, the fraction optional. */
function parseExpiration(value: unknown): Date {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(value)) {
    const date = new Date(value)
    if (!Number.isNaN(date.getTime())) return date
  }
  throw invalid(`Invalid 'expiration' value: '${String(value)}'`)
}

/** `{"acl": "public-read"}` */
function parseSimple(condition: unknown): PostCondition {
  const entries = typeof condition === 'object' && condition !== null ? Object.entries(condition) : []
  const [entry] = entries
  if (entries.length !== 1 || !entry) {
    throw invalid('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.')
  }
  const [field, value] = entry
  if (typeof value !== 'string') throw invalid('Invalid Simple-Condition: value must be a string.')
  return { match: 'eq', field: field.toLowerCase(), value, shown: show('eq', `$${field}`, value) }
}

/** `["starts-with", "$key", "user/"]` */
function parseList(condition: unknown[]): PostCondition {
  const [operator, field, value] = condition
  const match = typeof operator === 'string' ? operator.toLowerCase() : ''
  if (match !== 'eq' && match !== 'starts-with') {
    throw invalid(`Invalid Condition: unknown operation '${String(operator)}'.`)
  }
  if (condition.length !== 3 || typeof field !== 'string' || typeof value !== 'string') {
    throw invalid('Invalid Condition: expecting an operation, a field and a value.')
  }
  if (!/^\$./.test(field)) throw invalid(`Invalid Condition: field '${field}' must start with '$'.`)
  return { match, field: field.slice(1).toLowerCase(), value, shown: show(match, field, value) }
}

function parseRange(condition: unknown[]): LengthRange {
  const [min, max] = condition.slice(1).map(parseLength)
  if (condition.length !== 3 || min === undefined || max === undefined || min > max) {
    throw invalid('Invalid content-length-range: expecting a minimum and a maximum.')
  }
  return { min, max }
}

function parseLength(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

function show(match: string, field: string, value: string): string {
  return `["${match}", "${field}", "${value}"]`
}

function invalid(what: string): S3Error {
  return new S3Error('InvalidPolicyDocument', { message: `Invalid Policy: ${what}` })
}
