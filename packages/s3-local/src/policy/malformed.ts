import { S3Error } from '../errors.ts'

export function malformed(message: string): S3Error {
  return new S3Error('MalformedPolicy', { message })
}

/** A JSON object, else MalformedPolicy. */
export function toRecord(value: unknown, field: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw malformed(`Syntax errors in policy: ${field} must be an object`)
}

/** One value or a list of them, numbers and booleans as their text; else MalformedPolicy. */
export function toStrings(value: unknown): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).map((one) => {
    if (typeof one === 'string') return one
    if (typeof one === 'number' || typeof one === 'boolean') return String(one)
    throw malformed('Syntax errors in policy: expecting a string or a list of strings')
  })
}
