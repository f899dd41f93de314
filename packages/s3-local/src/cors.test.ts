import { describe, expect, test } from 'vitest'
import { answerPreflight, type CorsRule, matchCors, validateCors } from './cors.ts'

const rule = (over: Partial<CorsRule> = {}): CorsRule => ({
  allowedOrigins: ['https://app.example'],
  allowedMethods: ['PUT', 'GET'],
  allowedHeaders: ['*'],
  exposeHeaders: [],
  ...over,
})
const ask = (over: Partial<Parameters<typeof matchCors>[1]> = {}) => ({
  origin: 'https://app.example',
  method: 'PUT',
  requestHeaders: null,
  ...over,
})

describe('a request from another origin', () => {
  test('gets the headers of the rule that allows it', () => {
    const rules = [rule({ exposeHeaders: ['ETag', 'x-amz-checksum-sha256'], maxAgeSeconds: 600 })]
    expect(matchCors(rules, ask())).toEqual({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-methods': 'PUT, GET',
      'access-control-expose-headers': 'ETag, x-amz-checksum-sha256',
      'access-control-max-age': '600',
      'access-control-allow-credentials': 'true',
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    })
  })

  test('to a rule for everybody gets * and no credentials', () => {
    const headers = matchCors([rule({ allowedOrigins: ['*'] })], ask())
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*' })
    expect(headers).not.toHaveProperty('access-control-allow-credentials')
  })

  test.each([
    ['https://app.example', true],
    ['https://app.example.evil', false],
    ['https://APP.example', false],
    ['http://app.example', false],
    ['null', false],
  ])('%s is matched exactly: %s', (origin, allowed) => {
    expect(matchCors([rule()], ask({ origin })) !== null).toBe(allowed)
  })

  test.each([
    ['https://a.example', true],
    ['https://.example', true],
    ['https://a.b.example', true],
    ['https://example', false],
    ['https://a.example.evil', false],
    ['http://a.example', false],
  ])('%s is matched against https://*.example: %s', (origin, allowed) => {
    const headers = matchCors([rule({ allowedOrigins: ['https://*.example'] })], ask({ origin }))
    expect(headers?.['access-control-allow-origin']).toBe(allowed ? origin : undefined)
  })

  test('a wildcard stands for no character twice', () => {
    expect(matchCors([rule({ allowedOrigins: ['aba*bab'] })], ask({ origin: 'abab' }))).toBeNull()
  })

  test('a rule must allow origin, method and headers all at once', () => {
    const rules = [rule({ allowedMethods: ['GET'] }), rule({ allowedOrigins: ['https://other.example'] })]
    expect(matchCors(rules, ask())).toBeNull()
    expect(matchCors(rules, ask({ method: 'GET' }))).not.toBeNull()
  })

  test('requested headers are matched without regard to case and answered in lower case', () => {
    const rules = [rule({ allowedHeaders: ['Content-Type', 'x-amz-*'] })]
    const requestHeaders = ['Content-type', ' X-AMZ-Meta-A']
    expect(matchCors(rules, ask({ requestHeaders }))).toMatchObject({
      'access-control-allow-headers': 'content-type, x-amz-meta-a',
    })
    expect(matchCors(rules, ask({ requestHeaders: ['content-type', 'x-other'] }))).toBeNull()
    expect(matchCors([rule({ allowedHeaders: [] })], ask({ requestHeaders: ['a'] }))).toBeNull()
    expect(matchCors([rule({ allowedHeaders: [] })], ask({ requestHeaders: [] }))).not.toBeNull()
  })
})

describe('a preflight', () => {
  const preflight = (over: Partial<Parameters<typeof answerPreflight>[1]> = {}) => ({
    origin: 'https://app.example',
    method: 'PUT',
    headers: 'content-type,x-amz-checksum-sha256',
    resourceType: 'OBJECT' as const,
    ...over,
  })

  test('is answered by the rule that allows it', () => {
    expect(answerPreflight([rule()], preflight())).toMatchObject({
      'access-control-allow-headers': 'content-type, x-amz-checksum-sha256',
    })
  })

  test.each([
    ['without an origin', { origin: undefined }, 'BadRequest', 'Origin request header needed'],
    ['without a method', { method: undefined }, 'BadRequest', 'Access-Control-Request-Method: null'],
    ['for a method S3 lacks', { method: 'PATCH' }, 'BadRequest', 'Access-Control-Request-Method: PATCH'],
    ['from elsewhere', { origin: 'https://evil.example' }, 'AccessForbidden', 'not allowed'],
    ['for another method', { method: 'DELETE' }, 'AccessForbidden', 'not allowed'],
  ])('%s is refused', (_, over, code, message) => {
    expect(() => answerPreflight([rule()], preflight(over))).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    )
  })

  test('to a bucket without a configuration is refused', () => {
    expect(() => answerPreflight(null, preflight())).toThrow(
      expect.objectContaining({ code: 'AccessForbidden', extra: { Method: 'PUT', ResourceType: 'OBJECT' } }),
    )
  })
})

describe('a configuration', () => {
  test('with wildcards where they may stand is accepted', () => {
    validateCors([rule({ allowedOrigins: ['*', 'https://*.example'], allowedHeaders: ['x-*'] })])
    validateCors(Array.from({ length: 100 }, () => rule()))
  })

  test.each([
    ['no rules', [], 'MalformedXML'],
    ['101 rules', Array.from({ length: 101 }, () => rule()), 'InvalidRequest'],
    ['no origin', [rule({ allowedOrigins: [] })], 'MalformedXML'],
    ['no method', [rule({ allowedMethods: [] })], 'MalformedXML'],
    ['an unsupported method', [rule({ allowedMethods: ['PATCH'] })], 'InvalidRequest'],
    ['a method in lower case', [rule({ allowedMethods: ['put'] })], 'InvalidRequest'],
    ['an origin with two wildcards', [rule({ allowedOrigins: ['*.*'] })], 'InvalidRequest'],
    ['a header with two wildcards', [rule({ allowedHeaders: ['x-*-*'] })], 'InvalidRequest'],
    ['a wildcard to expose', [rule({ exposeHeaders: ['x-*'] })], 'InvalidRequest'],
    ['a long id', [rule({ id: 'x'.repeat(256) })], 'InvalidRequest'],
    ['a negative age', [rule({ maxAgeSeconds: -1 })], 'MalformedXML'],
    ['an age that is no number', [rule({ maxAgeSeconds: Number.NaN })], 'MalformedXML'],
  ])('with %s is refused', (_, rules, code) => {
    expect(() => validateCors(rules)).toThrow(expect.objectContaining({ code }))
  })
})
