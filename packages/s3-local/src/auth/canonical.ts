import { createHash } from 'node:crypto'
import { S3Error } from '../errors.ts'
import { headerValues, type RawRequest } from './request.ts'

/**
 * The canonical request of Signature Version 4 as S3 has it: the path is neither normalised nor encoded
 * twice. Strings are byte strings (one char a byte), as node's HTTP parser gives them.
 * Source: Amazon S3 API reference, "Signature calculations for the Authorization header".
 */
type CanonicalInput = {
  request: RawRequest
  /** Lower-case names. */
  signedHeaders: readonly string[]
  /** What stands for the body: a hex SHA-256 or one of S3's words. */
  payloadHash: string
}

export function canonicalRequest({ request, signedHeaders, payloadHash }: CanonicalInput): string {
  const names = [...signedHeaders].sort(compare)
  const headers = names.map((name) => `${name}:${canonicalHeader(request, name)}\n`).join('')
  return [
    request.method,
    canonicalPath(request.rawPath),
    canonicalQuery(request.rawQuery),
    headers,
    names.join(';'),
    payloadHash,
  ].join('\n')
}

/** What a signature signs: the algorithm, the time, the scope and the canonical request's digest. */
export function stringToSign(amzDate: string, scope: string, canonical: string): string {
  const digest = createHash('sha256').update(canonical, 'latin1').digest('hex')
  return `AWS4-HMAC-SHA256\n${amzDate}\n${scope}\n${digest}`
}

function canonicalHeader(request: RawRequest, name: string): string {
  return headerValues(request, name)
    .map((value) => value.trim().replace(/[ \t]+/g, ' '))
    .join(',')
}

function canonicalPath(rawPath: string): string {
  return rawPath
    .split('/')
    .map((segment) => encode(decode(segment)))
    .join('/')
}

function canonicalQuery(rawQuery: string): string {
  return rawQuery
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=')
      const name = at < 0 ? pair : pair.slice(0, at)
      const value = at < 0 ? '' : pair.slice(at + 1)
      return [recodeQuery(name), recodeQuery(value)] as const
    })
    .filter(([name]) => name !== 'X-Amz-Signature')
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function recodeQuery(text: string): string {
  return encode(decode(text.replaceAll('+', ' ')))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Percent-decodes byte by byte: which charset the bytes are in plays no part in a signature. */
function decode(text: string): string {
  return text.replace(/%([0-9a-f]{2})?/gi, (_, hex: string | undefined) => {
    if (hex === undefined) throw new S3Error('InvalidURI')
    return String.fromCharCode(Number.parseInt(hex, 16))
  })
}

function encode(bytes: string): string {
  return bytes.replace(
    /[^A-Za-z0-9\-._~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}
