import { describe, expect, test } from 'vitest'
import { at, byHeader, EMPTY, expectError, type Headers, options } from './hand-signed.ts'
import { verifyRequest } from './sigv4.ts'

describe('by header', () => {
  test('a signed request is accepted, its payload as announced', () => {
    expect(verifyRequest(byHeader(), options)).toEqual({
      identity: { accessKeyId: 'AK' },
      authType: 'REST-HEADER',
      signatureAgeMs: 0,
      signedHeaders: new Set(['host', 'x-amz-date', 'x-amz-content-sha256']),
      payload: { kind: 'sha256', hex: EMPTY },
    })
  })

  test.each([
    ['20260301/eu-west-1/s3/aws4_request', "the region 'eu-west-1' is wrong; expecting 'us-east-1'"],
    ['20260301/us-east-1/ec2/aws4_request', 'incorrect service "ec2"'],
    ['20260301/us-east-1/s3/aws5_request', 'incorrect terminal "aws5_request"'],
    ['2026031/us-east-1/s3/aws4_request', 'incorrect date format "2026031"'],
    ['20260228/us-east-1/s3/aws4_request', 'Invalid credential date "20260228"'],
    ['20260301/us-east-1/s3', 'the Credential is mal-formed'],
  ])('the scope %s is malformed', (scope, message) => {
    expectError(byHeader({ scope }), {
      code: 'AuthorizationHeaderMalformed',
      status: 400,
      message: expect.stringContaining(message),
    })
  })

  test('a wrong region names the right one', () => {
    expectError(byHeader({ scope: '20260301/eu-west-1/s3/aws4_request' }), { extra: { Region: 'us-east-1' } })
  })

  test('an unknown access key is named', () => {
    expectError(byHeader({ key: 'NOBODY' }), {
      code: 'InvalidAccessKeyId',
      extra: { AWSAccessKeyId: 'NOBODY' },
    })
  })

  test('a wrong secret is a signature that does not match, with what should have been signed', () => {
    const credentials = new Map([['AK', 'other']])
    expectError(
      byHeader(),
      {
        code: 'SignatureDoesNotMatch',
        extra: expect.objectContaining({
          AWSAccessKeyId: 'AK',
          StringToSign: expect.stringContaining('AWS4-HMAC-SHA256\n20260301T100000Z\n'),
          CanonicalRequest: expect.stringContaining('GET\n/b\n\nhost:h\n'),
        }),
      },
      { ...options, credentials },
    )
  })

  test('a clock may be 15 minutes off, either way, and no more', () => {
    for (const minutes of [-15, 15]) expect(verifyRequest(byHeader(), at(minutes)).identity).not.toBeNull()
    for (const minutes of [-15.1, 15.1]) {
      expectError(
        byHeader(),
        {
          code: 'RequestTimeTooSkewed',
          extra: expect.objectContaining({ MaxAllowedSkewMilliseconds: '900000' }),
        },
        at(minutes),
      )
    }
  })

  test('a request from the near future is no negative age', () => {
    expect(verifyRequest(byHeader(), at(-5)).signatureAgeMs).toBe(0)
    expect(verifyRequest(byHeader(), at(5)).signatureAgeMs).toBe(300_000)
  })

  test('the Date header stands in for x-amz-date', () => {
    const headers: Headers = [
      ['host', 'h'],
      ['date', 'Sun, 01 Mar 2026 10:00:00 GMT'],
      ['x-amz-content-sha256', EMPTY],
    ]
    expect(verifyRequest(byHeader({ headers }), options).identity).toEqual({ accessKeyId: 'AK' })
  })

  test.each([
    ['without a date', []],
    ['with a date that is none', [['x-amz-date', '20260231T100000Z']]],
    ['with words for a date', [['date', 'yesterday']]],
  ] satisfies Array<[string, Headers]>)('a request %s is denied', (_, dates) => {
    const headers: Headers = [['host', 'h'], ['x-amz-content-sha256', EMPTY], ...dates]
    expectError(byHeader({ headers }), {
      code: 'AccessDenied',
      message: 'AWS authentication requires a valid Date or x-amz-date header',
    })
  })

  test('x-amz-content-sha256 is required and must be one of its values', () => {
    const basic: Headers = [
      ['host', 'h'],
      ['x-amz-date', '20260301T100000Z'],
    ]
    expectError(byHeader({ headers: basic }), {
      code: 'InvalidRequest',
      message: 'Missing required header for this request: x-amz-content-sha256',
    })
    expectError(byHeader({ headers: [...basic, ['x-amz-content-sha256', 'abc']] }), {
      code: 'InvalidArgument',
      extra: { ArgumentName: 'x-amz-content-sha256', ArgumentValue: 'abc' },
    })
  })

  test.each([
    ['UNSIGNED-PAYLOAD', { kind: 'unsigned' }],
    ['STREAMING-UNSIGNED-PAYLOAD-TRAILER', { signed: false, trailer: true, seed: null }],
    ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', { signed: true, trailer: false }],
    ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', { signed: true, trailer: true }],
  ])('the payload %s is understood', (value, payload) => {
    const headers: Headers = [
      ['host', 'h'],
      ['x-amz-date', '20260301T100000Z'],
      ['x-amz-content-sha256', value],
    ]
    expect(verifyRequest(byHeader({ headers }), options).payload).toMatchObject(payload)
  })

  test('the host and every x-amz header must be signed', () => {
    expectError(byHeader({ names: 'x-amz-date;x-amz-content-sha256' }), {
      code: 'AccessDenied',
      extra: { HeadersNotSigned: 'host' },
    })
    const evil: Headers = [...byHeader().headers, ['X-Amz-Acl', 'private'], ['x-amz-meta-a', '1']]
    expectError(
      { ...byHeader(), headers: evil },
      {
        code: 'AccessDenied',
        message: 'There were headers present in the request which were not signed',
        extra: { HeadersNotSigned: 'x-amz-acl, x-amz-meta-a' },
      },
    )
  })

  test('a header signed as empty may not be left out', () => {
    const headers: Headers = [...byHeader().headers.slice(0, 3), ['if-none-match', '']]
    const request = byHeader({ headers })
    expect(verifyRequest(request, options).identity).not.toBeNull()
    const without = request.headers.filter(([name]) => name !== 'if-none-match')
    expectError({ ...request, headers: without }, { code: 'SignatureDoesNotMatch' })
  })

  test.each([
    ['AWS AK:signature', 'InvalidRequest'],
    ['AWS HAHAHA', 'InvalidArgument'],
    ['Bearer token', 'InvalidArgument'],
    ['nonsense', 'InvalidArgument'],
    ['AWS4-HMAC-SHA256 Credential=HAHAHA', 'AuthorizationHeaderMalformed'],
    ['AWS4-HMAC-SHA256 Credential=a,Credential=b', 'AuthorizationHeaderMalformed'],
    ['AWS4-HMAC-SHA256 ,,,', 'AuthorizationHeaderMalformed'],
    [
      'AWS4-HMAC-SHA256 Credential=AK/20260301/us-east-1/s3/aws4_request,SignedHeaders=;,Signature=0',
      'AuthorizationHeaderMalformed',
    ],
  ])('the authorization %s is refused with %s', (value, code) => {
    expectError({ method: 'GET', rawPath: '/', rawQuery: '', headers: [['authorization', value]] }, { code })
  })
})
