import { expect, test } from 'vitest'
import { byHeader, byQuery, expectError, type Headers, options } from './hand-signed.ts'
import type { RawRequest } from './request.ts'
import { verifyRequest } from './sigv4.ts'

test('a request with both kinds of signature is refused', () => {
  expectError(
    { ...byHeader(), rawQuery: byQuery().rawQuery },
    {
      code: 'InvalidArgument',
      message: expect.stringContaining('Only one auth mechanism allowed'),
    },
  )
})

test('Signature Version 2 in the query is refused', () => {
  const rawQuery = 'AWSAccessKeyId=AK&Signature=x&Expires=9'
  expectError({ method: 'GET', rawPath: '/', rawQuery, headers: [] }, { code: 'InvalidRequest' })
})

test('a session token is refused, in a header or in the query', () => {
  const token: Headers = [...byHeader().headers, ['x-amz-security-token', 't']]
  expectError({ ...byHeader(), headers: token }, { code: 'InvalidToken', extra: { 'Token-0': 't' } })
  expectError(byQuery({ 'X-Amz-Security-Token': 't' }), { code: 'InvalidToken' })
})

test('a request without any signature is anonymous', () => {
  const request: RawRequest = { method: 'GET', rawPath: '/b/k', rawQuery: 'x-id=GetObject', headers: [] }
  expect(verifyRequest(request, options)).toEqual({
    identity: null,
    authType: null,
    signatureAgeMs: null,
    signedHeaders: new Set(),
    payload: { kind: 'unsigned' },
  })
  const headers: Headers = [['authorization', '']]
  expect(verifyRequest({ ...request, headers }, options).identity).toBeNull()
})

test('an anonymous request cannot have signed chunks', () => {
  const headers: Headers = [['x-amz-content-sha256', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD']]
  expectError({ method: 'PUT', rawPath: '/b/k', rawQuery: '', headers }, { code: 'AccessDenied' })
})
