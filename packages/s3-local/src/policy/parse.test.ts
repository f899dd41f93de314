import { describe, expect, test } from 'vitest'
import { parseBucketPolicy } from './parse.ts'

const VARIABLE = '$' + '{aws:username}'
const STATEMENT = {
  Sid: 'Public',
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::b/public/*',
}

function put(statement: Record<string, unknown> | unknown[], document: Record<string, unknown> = {}) {
  return parseBucketPolicy(JSON.stringify({ Version: '2012-10-17', Statement: statement, ...document }), 'b')
}

function without(field: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(STATEMENT).filter(([name]) => name !== field))
}

function refused(message: string | RegExp) {
  return expect.objectContaining({
    code: 'MalformedPolicy',
    status: 400,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  })
}

test('a usual policy is accepted', () => {
  expect(put([STATEMENT]).statements).toEqual([
    {
      sid: 'Public',
      effect: 'Allow',
      principal: { kind: 'include', ids: ['*'] },
      action: { kind: 'include', patterns: ['s3:GetObject'] },
      resource: { kind: 'include', patterns: ['arn:aws:s3:::b/public/*'] },
      conditions: [],
    },
  ])
})

test('one statement needs no list, nor does one value', () => {
  expect(put(STATEMENT)).toEqual(put([{ ...STATEMENT, Action: ['s3:GetObject'] }]))
})

describe('a document is refused', () => {
  test.each([
    ['that is no JSON', 'x', /first byte must be/],
    ['that starts with a space', ' {}', /first byte must be/],
    ['that is cut short', '{"Version": "2012-10-17"', /invalid Json/],
    ['without statements', '{"Version":"2012-10-17"}', 'Missing required field Statement'],
    ['with an empty list of statements', '{"Version":"2012-10-17","Statement":[]}', /empty/],
    ['of another version', '{"Version":"2020-01-01","Statement":[]}', /valid version/],
    ['with an unknown field', '{"Version":"2012-10-17","Statement":[],"Extra":1}', 'Unknown field Extra'],
    ['with one key twice', '{"Version":"2012-10-17","Statement":[],"Statement" : []}', /duplicate/],
    ['with one key twice, one of them escaped', '{"Statement":[],"State\\u006dent":[]}', /duplicate/],
    ['that is too large', `{"Id":"${'x'.repeat(20_480)}"}`, /maximum allowed/],
  ])('%s', (_, json, message) => {
    expect(() => parseBucketPolicy(json, 'b')).toThrow(refused(message))
  })

  test('with the condition of a statement given twice, the first of which would be dropped', () => {
    const one = '"Condition":{"Bool":{"aws:SecureTransport":"true"}}'
    const json = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*",${one},${one}}]}`
    expect(() => parseBucketPolicy(json, 'b')).toThrow(refused(/duplicate/))
  })

  test('with two statements of one id', () => {
    expect(() => put([STATEMENT, STATEMENT])).toThrow(refused(/must be unique/))
  })
})

test('one key in two objects, or as a value, is no duplicate', () => {
  put([STATEMENT, { ...STATEMENT, Sid: 'Effect' }, { ...STATEMENT, Sid: '"Sid":{[' }])
})

describe('a statement is refused', () => {
  test.each(['Effect', 'Principal', 'Action', 'Resource'])('without %s', (field) => {
    expect(() => put([without(field)])).toThrow(refused(`Missing required field ${field}`))
  })

  test.each([
    ['with an unknown field', { Conditions: {} }, 'Unknown field Conditions'],
    ['with another effect', { Effect: 'allow' }, 'Invalid effect: allow'],
    ['that allows to all but some', { Principal: undefined, NotPrincipal: '*' }, /NotPrincipal/],
    ['with both kinds of action', { NotAction: 's3:PutObject' }, /Action/],
    ['with both kinds of resource', { NotResource: 'arn:aws:s3:::b/x' }, /Resource/],
    ['with an unknown action', { Action: 's3:ReadObject' }, 'Policy has invalid action'],
    [
      'with one unknown action among others',
      { Action: ['s3:GetObject', 's3:Frob*'] },
      'Policy has invalid action',
    ],
    ['with another service’s action', { Action: 'ec2:*' }, 'Policy has invalid action'],
    ['with an action on no bucket', { Action: 's3:ListAllMyBuckets' }, 'Policy has invalid action'],
    ['with another bucket’s resource', { Resource: 'arn:aws:s3:::other/*' }, 'Policy has invalid resource'],
    ['with a longer bucket’s resource', { Resource: 'arn:aws:s3:::bb/*' }, 'Policy has invalid resource'],
    ['with every resource', { Resource: '*' }, 'Policy has invalid resource'],
    ['with a resource that is no ARN', { Resource: 'b/*' }, 'Policy has invalid resource'],
    ['with an object action on the bucket', { Resource: 'arn:aws:s3:::b' }, /does not apply/],
    ['with a bucket action on objects', { Action: 's3:ListBucket' }, /does not apply/],
    ['with an empty principal', { Principal: {} }, /Principal/],
    ['with an empty list of principals', { Principal: { AWS: [] } }, /Principal/],
    ['with a principal that is a name', { Principal: 'bob' }, 'Invalid principal in policy'],
    ['with a principal that is no ARN', { Principal: { AWS: 'bob' } }, 'Invalid principal in policy'],
    [
      'with a wildcard in a principal',
      { Principal: { AWS: 'arn:aws:iam::000000000000:user/*' } },
      'Invalid principal in policy',
    ],
    ['with another type of principal', { Principal: { GCP: '*' } }, 'Invalid principal in policy'],
    ['with a number for an action list', { Action: [{}] }, /Syntax errors/],
    ['with a variable', { Resource: `arn:aws:s3:::b/${VARIABLE}/*` }, /variables/],
  ])('%s', (_, over, message) => {
    expect(() => put([{ ...STATEMENT, ...over }])).toThrow(refused(message))
  })
})

describe('a condition is refused', () => {
  test.each([
    [
      'with an unknown operator',
      { StringMatches: { 'aws:Referer': 'x' } },
      'Invalid Condition type : StringMatches',
    ],
    [
      'with BinaryEquals',
      { BinaryEquals: { 'aws:Referer': 'eA==' } },
      'Invalid Condition type : BinaryEquals',
    ],
    ['with an inherited name', { constructor: { 'aws:Referer': 'x' } }, /Invalid Condition type/],
    ['with another quantifier', { 'ForSome:StringEquals': { 'aws:Referer': 'x' } }, /Invalid Condition type/],
    ['with NullIfExists', { NullIfExists: { 'aws:Referer': 'true' } }, /Invalid Condition type/],
    ['with an unknown key', { StringEquals: { 'aws:Refferer': 'x' } }, 'Policy has an invalid condition key'],
    [
      'with an unknown S3 key',
      { StringEquals: { 's3:x-amz-magic': 'x' } },
      'Policy has an invalid condition key',
    ],
    [
      'with a tag of no name',
      { StringEquals: { 's3:ExistingObjectTag/': 'x' } },
      'Policy has an invalid condition key',
    ],
    ['with a word for a number', { NumericLessThan: { 's3:signatureAge': 'ten' } }, /Invalid value/],
    ['with a word for a boolean', { Bool: { 'aws:SecureTransport': 'yes' } }, /Invalid value/],
    ['with a word for an address', { IpAddress: { 'aws:SourceIp': 'home' } }, /Invalid value/],
    ['with an impossible range', { IpAddress: { 'aws:SourceIp': '10.0.0.0/33' } }, /Invalid value/],
    ['with a word for a date', { DateLessThan: { 'aws:CurrentTime': 'soon' } }, /Invalid value/],
    ['with a word for an ARN', { ArnLike: { 'aws:PrincipalArn': 'bob' } }, /Invalid value/],
    ['without a value', { StringEquals: { 'aws:Referer': [] } }, /invalid condition value/],
    ['with null for a value', { StringEquals: { 'aws:Referer': null } }, /Syntax errors/],
    ['with a variable', { StringEquals: { 'aws:Referer': VARIABLE } }, /variables/],
    ['that is a list', [], /must be an object/],
  ])('%s', (_, condition, message) => {
    expect(() => put([{ ...STATEMENT, Condition: condition }])).toThrow(refused(message))
  })
})

test('every kind of principal, action and resource that has a meaning is accepted', () => {
  put([
    { ...STATEMENT, Sid: '1', Principal: { AWS: ['*', '123456789012', 'arn:aws:iam::123456789012:root'] } },
    {
      ...STATEMENT,
      Sid: '2',
      Principal: { Service: 'logging.s3.amazonaws.com', AWS: 'arn:aws:iam::123456789012:role/r' },
    },
    {
      ...STATEMENT,
      Sid: '3',
      Effect: 'Deny',
      Principal: undefined,
      NotPrincipal: { AWS: 'arn:aws:iam::123456789012:user/u' },
    },
    {
      ...STATEMENT,
      Sid: '4',
      Action: undefined,
      NotAction: 's3:Delete*',
      Resource: undefined,
      NotResource: 'arn:aws:s3:::b/secret/*',
    },
    {
      ...STATEMENT,
      Sid: '5',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'],
    },
    { ...STATEMENT, Sid: '6', Action: '*', Resource: 'arn:aws:s3:::b*' },
    { ...STATEMENT, Sid: '7', Action: 'S3:getOBJECT' },
  ])
})

test('in the older version a variable is a text like any other', () => {
  const resource = `arn:aws:s3:::b/${VARIABLE}/*`
  const { statements } = put([{ ...STATEMENT, Resource: resource }], { Version: '2008-10-17' })
  expect(statements[0]?.resource.patterns).toEqual([resource])
})

test('numbers and booleans in conditions are read as their text', () => {
  const condition = {
    'ForAnyValue:StringLikeIfExists': { 's3:RequestObjectTagKeys': ['a', 'b'] },
    Bool: { 'aws:SecureTransport': false },
    NumericGreaterThan: { 's3:signatureAge': 600000 },
  }
  expect(put([{ ...STATEMENT, Condition: condition }]).statements[0]?.conditions).toEqual([
    {
      operator: 'StringLike',
      ifExists: true,
      quantifier: 'any',
      key: 's3:requestobjecttagkeys',
      values: ['a', 'b'],
    },
    { operator: 'Bool', ifExists: false, quantifier: null, key: 'aws:securetransport', values: ['false'] },
    {
      operator: 'NumericGreaterThan',
      ifExists: false,
      quantifier: null,
      key: 's3:signatureage',
      values: ['600000'],
    },
  ])
})
