import { S3Error } from '../errors.ts'

const SIGNATURE = 'x-amz-trailer-signature'

type Trailers = {
  /** Lower-case name → value. */
  values: ReadonlyMap<string, string>
  signature: string | null
  /** What the trailer's signature covers. */
  signedLines: string
}

/**
 * Reads the lines after the last chunk. They must be those that `x-amz-trailer` announced, no more and no
 * fewer, then, in a signed body, the trailer's signature.
 */
export function parseTrailers(lines: readonly string[], announced: readonly string[]): Trailers {
  const values = new Map<string, string>()
  let signature: string | null = null
  let signedLines = ''
  for (const line of lines) {
    const at = line.indexOf(':')
    const name = line.slice(0, Math.max(at, 0)).trim().toLowerCase()
    const value = line.slice(at + 1).trim()
    if (name === '' || signature !== null || values.has(name)) throw new S3Error('MalformedTrailerError')
    if (name === SIGNATURE) {
      signature = value
      continue
    }
    values.set(name, value)
    signedLines += `${name}:${value}\n`
  }
  if (values.size !== announced.length || announced.some((name) => !values.has(name))) {
    throw new S3Error('MalformedTrailerError')
  }
  return { values, signature, signedLines }
}
