import { expect, test } from 'vitest'
import type { Verified } from '../auth/types.ts'
import { type ContextSource, conditionContext } from './context.ts'
import { evaluatePolicy } from './evaluate.ts'
import { parseBucketPolicy } from './parse.ts'

const ANONYMOUS: Verified = {
  identity: null,
  authType: null,
  signatureAgeMs: null,
  signedHeaders: new Set(),
  payload: { kind: 'unsigned' },
}
const PRESIGNED: Verified = {
  ...ANONYMOUS,
  identity: { accessKeyId: 'AK' },
  authType: 'REST-QUERY-STRING',
  signatureAgeMs: 601_000,
}

type Over = Partial<ContextSource['request']> & Partial<Omit<ContextSource, 'request'>>

function contextOf({ method = 'PUT', rawPath = '/b/k', rawQuery = '', headers = [], ...rest }: Over = {}) {
  return conditionContext({
    request: { method, rawPath, rawQuery, headers },
    verified: PRESIGNED,
    secure: false,
    sourceIp: '::ffff:127.0.0.1',
    now: new Date('2026-03-01T10:00:00Z'),
    ...rest,
  })
}

/** Whether this Deny statement's condition catches the request. */
function caught(condition: unknown, over: Over): boolean {
  const policy = parseBucketPolicy(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'],
        Condition: condition,
      },
    }),
    'b',
  )
  const request = { action: 's3:PutObject', resourceArn: 'arn:aws:s3:::b/k', principal: 'AK' }
  return evaluatePolicy(policy, { ...request, context: contextOf(over) }) === 'deny'
}

test('a signed request says who sent it, how and when it was signed', () => {
  const context = contextOf()
  expect(context.get('s3:authtype')).toEqual(['REST-QUERY-STRING'])
  expect(context.get('s3:signatureage')).toEqual(['601000'])
  expect(context.get('s3:signatureversion')).toEqual(['AWS4-HMAC-SHA256'])
  expect(context.get('aws:principalarn')).toEqual(['arn:aws:iam::000000000000:user/AK'])
  expect(context.get('aws:sourceip')).toEqual(['127.0.0.1'])
  expect(context.get('aws:currenttime')).toEqual(['2026-03-01T10:00:00.000Z'])
})

test('an anonymous request has no key of a signature', () => {
  const context = contextOf({ verified: ANONYMOUS })
  for (const key of ['s3:authtype', 's3:signatureage', 's3:signatureversion', 'aws:principalarn']) {
    expect(context.has(key), key).toBe(false)
  }
})

test('a presigned URL older than ten minutes is caught', () => {
  const condition = { NumericGreaterThan: { 's3:signatureAge': 600_000 } }
  expect(caught(condition, {})).toBe(true)
  expect(caught(condition, { verified: { ...PRESIGNED, signatureAgeMs: 600_000 } })).toBe(false)
  expect(caught(condition, { verified: ANONYMOUS })).toBe(false)
})

test('plain HTTP is caught', () => {
  const condition = { Bool: { 'aws:SecureTransport': 'false' } }
  expect(caught(condition, {})).toBe(true)
  expect(caught(condition, { secure: true })).toBe(false)
})

test('a write that may overwrite is caught, parts and the start of a multipart upload are not', () => {
  const condition = {
    Null: { 's3:if-none-match': 'true' },
    Bool: { 's3:ObjectCreationOperation': 'true' },
  }
  expect(caught(condition, {})).toBe(true)
  expect(caught(condition, { headers: [['If-None-Match', '*']] })).toBe(false)
  expect(caught(condition, { rawQuery: 'partNumber=1&uploadId=u' })).toBe(false)
  expect(caught(condition, { method: 'POST', rawQuery: 'uploads' })).toBe(false)
  expect(caught(condition, { method: 'POST', rawQuery: 'uploadId=u' })).toBe(true)
  expect(caught(condition, { method: 'POST', formFields: new Map() })).toBe(true)
  expect(caught(condition, { rawQuery: 'tagging' })).toBe(false)
})

test('a header counts wherever it came: as a header, in the URL, or as a form’s field', () => {
  const condition = { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } }
  expect(caught(condition, {})).toBe(true)
  expect(caught(condition, { headers: [['X-Amz-Server-Side-Encryption', 'AES256']] })).toBe(false)
  expect(caught(condition, { rawQuery: 'X-Amz-Server-Side-Encryption=AES256' })).toBe(false)
  expect(caught(condition, { formFields: new Map([['x-amz-server-side-encryption', 'AES256']]) })).toBe(false)
})

test('a form’s acl is its canned ACL', () => {
  expect(contextOf({ formFields: new Map([['acl', 'public-read']]) }).get('s3:x-amz-acl')).toEqual([
    'public-read',
  ])
})

test('an unsigned payload is seen in the header alone', () => {
  const condition = { StringEquals: { 's3:x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }
  expect(caught(condition, { headers: [['x-amz-content-sha256', 'UNSIGNED-PAYLOAD']] })).toBe(true)
  expect(caught(condition, { rawQuery: 'X-Amz-Content-Sha256=UNSIGNED-PAYLOAD' })).toBe(false)
})

test('a listing’s parameters are seen, and a missing one is not an empty one', () => {
  const context = contextOf({ method: 'GET', rawQuery: 'list-type=2&prefix=home%2F&max-keys=5' })
  expect(context.get('s3:prefix')).toEqual(['home/'])
  expect(context.get('s3:max-keys')).toEqual(['5'])
  expect(context.has('s3:delimiter')).toBe(false)
})

test('a copy’s source is one text, however it was written', () => {
  for (const source of ['/b/a%20b', 'b/a b', 'b/a%20b']) {
    expect(contextOf({ headers: [['x-amz-copy-source', source]] }).get('s3:x-amz-copy-source')).toEqual([
      'b/a b',
    ])
  }
})

test('tags are seen by their keys', () => {
  const context = contextOf({
    requestTags: new Map([['Team', 'red']]),
    existingTags: new Map([['Secret', 'yes']]),
  })
  expect(context.get('s3:requestobjecttag/team')).toEqual(['red'])
  expect(context.get('s3:requestobjecttagkeys')).toEqual(['Team'])
  expect(context.get('s3:existingobjecttag/secret')).toEqual(['yes'])
})

test('a header of UTF-8 is text to a policy', () => {
  const raw = Buffer.from('café').toString('latin1')
  expect(contextOf({ headers: [['Referer', raw]] }).get('aws:referer')).toEqual(['café'])
})
