import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { canonicalRequest, stringToSign } from './canonical.ts'
import type { RawRequest } from './request.ts'
import { sign, signingKey } from './signing.ts'
import { verifyRequest } from './sigv4.ts'

const SECRET = 'secret'
const EMPTY = createHash('sha256').digest('hex')
const options = {
  credentials: new Map([['AK', SECRET]]),
  now: new Date('2026-03-01T10:00:00Z'),
  region: 'us-east-1',
}
type Headers = Array<readonly [string, string]>

type HeaderOptions = { scope?: string; names?: string; headers?: Headers; amzDate?: string; key?: string }

/** A request signed by hand, so that each part can be made wrong alone. */
function byHeader(over: HeaderOptions = {}): RawRequest {
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

function byQuery(over: Record<string, string | null> = {}, headers: Headers = [['host', 'h']]): RawRequest {
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

const at = (minutes: number) => ({ ...options, now: new Date(options.now.getTime() + minutes * 60_000) })

function expectError(request: RawRequest, expected: Record<string, unknown>, given = options): void {
  expect(() => verifyRequest(request, given)).toThrow(expect.objectContaining(expected))
}

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
