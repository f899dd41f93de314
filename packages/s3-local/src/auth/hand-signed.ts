import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { canonicalRequest, stringToSign } from './canonical.ts'
import type { RawRequest } from './request.ts'
import { sign, signingKey } from './signing.ts'
import { verifyRequest } from './sigv4.ts'

/** Requests that the tests sign by themselves, so that each part can be made wrong alone. */
const SECRET = 'secret'
export const EMPTY = createHash('sha256').digest('hex')
export const options = {
  credentials: new Map([['AK', SECRET]]),
  now: new Date('2026-03-01T10:00:00Z'),
  region: 'us-east-1',
}
export type Headers = Array<readonly [string, string]>

type HeaderOptions = { scope?: string; names?: string; headers?: Headers; amzDate?: string; key?: string }

export function byHeader(over: HeaderOptions = {}): RawRequest {
  const { scope = '20260301/us-east-1/s3/aws4_request', amzDate = '20260301T100000Z', key = 'AK' } = over
  const headers: Headers = over.headers ?? [
    ['Host', 'h'],
    ['X-Amz-Date', amzDate],
    ['X-Amz-Content-SHA256', EMPTY],
  ]
  const names = over.names ?? headers.map(([name]) => name.toLowerCase()).join(';')
  const request: RawRequest = { method: 'GET', rawPath: '/b', rawQuery: '', headers }
  const signedHeaders = names.split(';')
  const payloadHash = headers.find(([name]) => /sha256/i.test(name))?.[1] ?? EMPTY
  const toSign = stringToSign(amzDate, scope, canonicalRequest({ request, signedHeaders, payloadHash }))
  const [day = '', region = ''] = scope.split('/')
  const signature = sign(signingKey(SECRET, day, region), toSign)
  const authorization = `AWS4-HMAC-SHA256 Credential=${key}/${scope}, SignedHeaders=${names}, Signature=${signature}`
  return { ...request, headers: [...headers, ['Authorization', authorization]] }
}

export function byQuery(
  over: Record<string, string | null> = {},
  headers: Headers = [['host', 'h']],
): RawRequest {
  const parameters: Record<string, string | null> = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': 'AK/20260301/us-east-1/s3/aws4_request',
    'X-Amz-Date': '20260301T100000Z',
    'X-Amz-Expires': '60',
    'X-Amz-SignedHeaders': 'host',
    ...over,
  }
  const pairs = Object.entries(parameters).filter(([, value]) => value !== null)
  const rawQuery = new URLSearchParams(pairs as Array<[string, string]>).toString()
  const request: RawRequest = { method: 'GET', rawPath: '/b/k', rawQuery, headers }
  const signedHeaders = (parameters['X-Amz-SignedHeaders'] ?? '').split(';')
  const payloadHash = parameters['X-Amz-Content-Sha256'] ?? 'UNSIGNED-PAYLOAD'
  const canonical = canonicalRequest({ request, signedHeaders, payloadHash })
  const scope = '20260301/us-east-1/s3/aws4_request'
  const toSign = stringToSign(parameters['X-Amz-Date'] ?? '', scope, canonical)
  const signature = sign(signingKey(SECRET, '20260301', 'us-east-1'), toSign)
  return { ...request, rawQuery: `${rawQuery}&X-Amz-Signature=${signature}` }
}

export const at = (minutes: number) => ({
  ...options,
  now: new Date(options.now.getTime() + minutes * 60_000),
})

export function expectError(request: RawRequest, expected: Record<string, unknown>, given = options): void {
  expect(() => verifyRequest(request, given)).toThrow(expect.objectContaining(expected))
}
