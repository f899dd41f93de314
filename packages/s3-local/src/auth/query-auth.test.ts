import { describe, expect, test } from 'vitest'
import { at, byQuery, EMPTY, expectError, options } from './hand-signed.ts'
import { verifyRequest } from './sigv4.ts'

describe('by presigned URL', () => {
  test('a signed URL is accepted and its payload is unsigned', () => {
    expect(verifyRequest(byQuery(), options)).toMatchObject({
      identity: { accessKeyId: 'AK' },
      authType: 'REST-QUERY-STRING',
      payload: { kind: 'unsigned' },
    })
  })

  test('a payload hash in the query binds the body', () => {
    const request = byQuery({ 'X-Amz-Content-Sha256': EMPTY })
    expect(verifyRequest(request, options).payload).toEqual({ kind: 'sha256', hex: EMPTY })
  })

  test.each([
    [{ 'X-Amz-Expires': null }, 'requires the X-Amz-Algorithm'],
    [{ 'X-Amz-Date': null }, 'requires the X-Amz-Algorithm'],
    [{ 'X-Amz-SignedHeaders': null }, 'requires the X-Amz-Algorithm'],
    [{ 'X-Amz-Credential': null }, 'requires the X-Amz-Algorithm'],
    [{ 'X-Amz-Algorithm': 'AWS4-HMAC-SHA1' }, 'X-Amz-Algorithm only supports'],
    [{ 'X-Amz-Date': '2026-03-01T10:00:00Z' }, 'ISO8601 Long Format'],
    [{ 'X-Amz-Expires': 'soon' }, 'should be a number'],
    [{ 'X-Amz-Expires': '1e3' }, 'should be a number'],
    [{ 'X-Amz-Expires': '-1' }, 'must be non-negative'],
    [{ 'X-Amz-Expires': '0' }, 'must be non-negative'],
    [{ 'X-Amz-Expires': '604801' }, 'less than a week'],
    [{ 'X-Amz-Credential': 'AK/20260301/s3/aws4_request' }, 'the Credential is mal-formed'],
    [{ 'X-Amz-Credential': 'AK/20260228/us-east-1/s3/aws4_request' }, 'Invalid credential date'],
    [{ 'X-Amz-Credential': 'AK/20260301/eu-north-1/s3/aws4_request' }, "the region 'eu-north-1' is wrong"],
  ])('the parameters %j are refused', (over, message) => {
    expectError(byQuery(over), {
      code: 'AuthorizationQueryParametersError',
      status: 400,
      message: expect.stringContaining(message),
    })
  })

  test('seven days are the longest lifetime', () => {
    expect(verifyRequest(byQuery({ 'X-Amz-Expires': '604800' }), at(7 * 24 * 60)).identity).not.toBeNull()
    expectError(byQuery({ 'X-Amz-Expires': '604800' }), { code: 'AccessDenied' }, at(7 * 24 * 60 + 1))
  })

  test('a URL from the future is not valid yet', () => {
    expectError(byQuery(), { code: 'AccessDenied', message: 'Request is not valid yet' }, at(-16))
  })

  test('a parameter given twice is refused, even with the same value', () => {
    const request = byQuery()
    expectError(
      { ...request, rawQuery: `${request.rawQuery}&X-Amz-Expires=60` },
      {
        code: 'AuthorizationQueryParametersError',
      },
    )
  })

  test('an unsigned x-amz header is refused', () => {
    const request = byQuery()
    expectError(
      { ...request, headers: [...request.headers, ['x-amz-acl', 'public-read']] },
      {
        code: 'AccessDenied',
        extra: { HeadersNotSigned: 'x-amz-acl' },
      },
    )
  })
})
