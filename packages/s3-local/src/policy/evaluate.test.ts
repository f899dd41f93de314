import { describe, expect, test } from 'vitest'
import { evaluatePolicy } from './evaluate.ts'
import { parseBucketPolicy } from './parse.ts'
import type { PolicyRequest } from './types.ts'

const ALLOW = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/public/*' }
const USER = 'arn:aws:iam::000000000000:user/AK'

function decide(statements: unknown[], over: Partial<PolicyRequest> = {}) {
  const policy = parseBucketPolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'b')
  return evaluatePolicy(policy, {
    action: 's3:GetObject',
    resourceArn: 'arn:aws:s3:::b/public/a.txt',
    principal: null,
    context: new Map(),
    ...over,
  })
}

/** Whether a condition holds for these context values; keys are lower-case. */
function holds(condition: unknown, context: Record<string, string | string[]> = {}): boolean {
  const entries = Object.entries(context).map(([key, value]) => [key, [value].flat()] as const)
  return decide([{ ...ALLOW, Condition: condition }], { context: new Map(entries) }) === 'allow'
}

describe('a statement', () => {
  test('applies to its action on its resource alone', () => {
    expect(decide([ALLOW])).toBe('allow')
    expect(decide([ALLOW], { action: 's3:PutObject' })).toBe('none')
    expect(decide([ALLOW], { resourceArn: 'arn:aws:s3:::b/private/a.txt' })).toBe('none')
    expect(decide([ALLOW], { resourceArn: 'arn:aws:s3:::b/Public/a.txt' })).toBe('none')
    expect(decide([ALLOW], { resourceArn: 'arn:aws:s3:::b/public/x/../y//z' })).toBe('allow')
  })

  test('that denies beats every one that allows, in any order', () => {
    const deny = { ...ALLOW, Effect: 'Deny', Resource: 'arn:aws:s3:::b/public/secret*' }
    const resourceArn = 'arn:aws:s3:::b/public/secret.txt'
    expect(decide([ALLOW, deny], { resourceArn })).toBe('deny')
    expect(decide([deny, ALLOW], { resourceArn })).toBe('deny')
    expect(decide([deny, ALLOW])).toBe('allow')
  })

  test('takes ? for one character and * for any run of them', () => {
    const one = { ...ALLOW, Action: 's3:Get*', Resource: 'arn:aws:s3:::b/?/*.txt' }
    expect(decide([one], { resourceArn: 'arn:aws:s3:::b/x/y/z.txt' })).toBe('allow')
    expect(decide([one], { resourceArn: 'arn:aws:s3:::b/xx/z.txt' })).toBe('none')
    expect(decide([one], { action: 's3:GetObjectTagging', resourceArn: 'arn:aws:s3:::b/x/.txt' })).toBe(
      'allow',
    )
  })

  test('with a pattern made to be slow is matched all the same', () => {
    const slow = { ...ALLOW, Resource: `arn:aws:s3:::b/${'*a'.repeat(30)}b` }
    expect(decide([slow], { resourceArn: `arn:aws:s3:::b/${'a'.repeat(1024)}` })).toBe('none')
  })

  test('with NotAction or NotResource applies to everything else', () => {
    const other = { ...ALLOW, Action: undefined, NotAction: 's3:GetObject' }
    expect(decide([other])).toBe('none')
    expect(decide([other], { action: 's3:PutObject' })).toBe('allow')
    const elsewhere = { ...ALLOW, Resource: undefined, NotResource: 'arn:aws:s3:::b/public/*' }
    expect(decide([elsewhere])).toBe('none')
    expect(decide([elsewhere], { resourceArn: 'arn:aws:s3:::b/private/a' })).toBe('allow')
  })
})

describe('a principal', () => {
  test.each([
    ['*', true, true],
    [{ AWS: '*' }, true, true],
    [{ AWS: USER }, false, true],
    [{ AWS: 'arn:aws:iam::000000000000:user/OTHER' }, false, false],
    [{ AWS: 'arn:aws:iam::000000000000:root' }, false, true],
    [{ AWS: '000000000000' }, false, true],
    [{ AWS: '123456789012' }, false, false],
    [{ Service: 'logging.s3.amazonaws.com' }, false, false],
  ])('%j takes in anonymous callers: %s, the key AK: %s', (principal, anonymous, user) => {
    const statement = { ...ALLOW, Principal: principal }
    expect(decide([statement]) === 'allow').toBe(anonymous)
    expect(decide([statement], { principal: 'AK' }) === 'allow').toBe(user)
  })

  test('left out of a denial by NotPrincipal keeps its access', () => {
    const deny = { ...ALLOW, Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: USER } }
    expect(decide([ALLOW, deny], { principal: 'AK' })).toBe('allow')
    expect(decide([ALLOW, deny], { principal: 'OTHER' })).toBe('deny')
    expect(decide([ALLOW, deny])).toBe('deny')
  })
})

describe('an operator', () => {
  const ref = (value: string) => ({ 'aws:referer': value })
  test.each([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', 'a*', 'ab', false],
    ['StringNotEquals', 'a', 'b', true],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringEqualsIgnoreCase', 'a', 'A', true],
    ['StringNotEqualsIgnoreCase', 'a', 'A', false],
    ['StringLike', 'http://*.example/*', 'http://www.example/x', true],
    ['StringLike', 'http://*.example/*', 'http://example/x', false],
    ['StringNotLike', 'http://*', 'http://x', false],
    ['NumericEquals', '10', '10.0', true],
    ['NumericEquals', '10', 'ten', false],
    ['NumericNotEquals', '10', '11', true],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericGreaterThan', '9', '10', true],
    ['NumericGreaterThanEquals', '10', '9', false],
    ['DateEquals', '2026-03-01T10:00:00Z', '1772359200', true],
    ['DateNotEquals', '2026-03-01T10:00:00Z', '2026-03-01T11:00:00+01:00', false],
    ['DateLessThan', '2026-03-01', '2026-02-28T23:59:59Z', true],
    ['DateLessThanEquals', '2026-03-01', '2026-03-01T00:00:00.001Z', false],
    ['DateGreaterThan', '2026-03-01', '2026-03-01T00:00:00.001Z', true],
    ['DateGreaterThanEquals', '2026', '2026-01-01T00:00:00Z', true],
    ['Bool', 'true', 'TRUE', true],
    ['Bool', 'true', 'false', false],
    ['IpAddress', '203.0.113.0/24', '203.0.113.7', true],
    ['IpAddress', '203.0.113.0/24', '203.0.114.7', false],
    ['IpAddress', '203.0.113.7', '203.0.113.7', true],
    ['IpAddress', '2001:db8::/32', '2001:db8:1::1', true],
    ['IpAddress', '2001:db8::/32', '203.0.113.7', false],
    ['IpAddress', '0.0.0.0/0', 'nonsense', false],
    ['IpAddress', '0.0.0.0/0', '2001:db8::1', false],
    ['IpAddress', '::/0', '203.0.113.7', false],
    ['NotIpAddress', '203.0.113.0/24', '203.0.113.7', false],
    ['NotIpAddress', ['203.0.113.0/24', '10.0.0.0/8'], '192.0.2.1', true],
    ['ArnEquals', 'arn:aws:iam::*:user/A*', 'arn:aws:iam::000000000000:user/AK', true],
    ['ArnLike', 'arn:aws:iam::*', 'arn:aws:iam::000000000000:user/AK', 'refused'],
    ['ArnLike', 'arn:aws:*:user/AK:x', 'arn:aws:iam::0:user/AK', 'refused'],
    ['ArnNotLike', 'arn:aws:iam::*:user/A*', 'arn:aws:iam::000000000000:user/AK', false],
  ])('%s %j against %s: %s', (operator, value, given, expected) => {
    const run = () => holds({ [operator]: { 'aws:Referer': value } }, ref(given))
    if (expected === 'refused') expect(run).toThrow(expect.objectContaining({ code: 'MalformedPolicy' }))
    else expect(run()).toBe(expected)
  })
})

describe('a missing key', () => {
  test.each([
    ['StringEquals', false],
    ['StringNotEquals', true],
    ['StringLike', false],
    ['StringNotLike', true],
    ['StringEqualsIfExists', true],
    ['StringNotEqualsIfExists', true],
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAnyValue:StringNotEquals', false],
  ])('makes %s %s', (operator, expected) => {
    expect(holds({ [operator]: { 'aws:Referer': 'x' } })).toBe(expected)
  })

  test('is what Null asks for', () => {
    expect(holds({ Null: { 'aws:Referer': 'true' } })).toBe(true)
    expect(holds({ Null: { 'aws:Referer': 'false' } })).toBe(false)
    expect(holds({ Null: { 'aws:Referer': 'true' } }, { 'aws:referer': '' })).toBe(false)
    expect(holds({ Null: { 'aws:Referer': 'false' } }, { 'aws:referer': '' })).toBe(true)
  })
})

describe('several values in the request', () => {
  const tags = (...keys: string[]) => ({ 's3:requestobjecttagkeys': keys })
  test.each([
    ['ForAllValues:StringEquals', ['a'], true],
    ['ForAllValues:StringEquals', ['a', 'c'], false],
    ['ForAnyValue:StringEquals', ['a', 'c'], true],
    ['ForAnyValue:StringEquals', ['c'], false],
    ['ForAllValues:StringNotEquals', ['c', 'd'], true],
    ['ForAllValues:StringNotEquals', ['c', 'a'], false],
    ['ForAnyValue:StringNotEquals', ['c', 'a'], true],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], false],
  ])('are read by %s: %j gives %s', (operator, keys, expected) => {
    expect(holds({ [operator]: { 's3:RequestObjectTagKeys': ['a', 'b'] } }, tags(...keys))).toBe(expected)
  })
})

test('without a quantifier one value is enough, and for a negated operator none may match', () => {
  const tags = { 's3:requestobjecttagkeys': ['a', 'c'] }
  expect(holds({ StringEquals: { 's3:RequestObjectTagKeys': 'a' } }, tags)).toBe(true)
  expect(holds({ StringNotEquals: { 's3:RequestObjectTagKeys': 'a' } }, tags)).toBe(false)
  expect(holds({ StringNotEquals: { 's3:RequestObjectTagKeys': 'b' } }, tags)).toBe(true)
})

test('all conditions must hold, of each any value', () => {
  const condition = {
    StringEquals: { 'aws:Referer': ['a', 'b'], 'aws:UserAgent': 'u' },
    Bool: { 'aws:SecureTransport': true },
  }
  const given = { 'aws:referer': 'b', 'aws:useragent': 'u', 'aws:securetransport': 'true' }
  expect(holds(condition, given)).toBe(true)
  for (const key of Object.keys(given)) expect(holds(condition, { ...given, [key]: 'x' })).toBe(false)
})
