import { describe, expect, test } from 'vitest'
import { sign, signingKey } from '../auth/signing.ts'
import { checkPostLength, type PostForm, verifyPost } from './policy.ts'

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const CREDENTIAL = 'AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request'
const options = {
  credentials: new Map([['AKIAIOSFODNN7EXAMPLE', SECRET]]),
  now: new Date('2015-12-29T12:00:00Z'),
  region: 'us-east-1',
}
const FILENAME = '$' + '{filename}'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const BASE_CONDITIONS = [
  { bucket: 'b' },
  ['starts-with', '$key', 'user/'],
  { 'x-amz-credential': CREDENTIAL },
  { 'x-amz-algorithm': 'AWS4-HMAC-SHA256' },
  { 'x-amz-date': '20151229T000000Z' },
]

type FormOptions = { policy?: unknown; fields?: Record<string, string | null>; fileName?: string }

/** A form signed for whatever its policy is; `fields` are added, changed, or with null left out. */
function form({ policy, fields = {}, fileName = 'photo.png' }: FormOptions = {}): PostForm {
  const document = base64(
    typeof policy === 'string'
      ? policy
      : JSON.stringify(policy ?? { expiration: '2015-12-30T12:00:00.000Z', conditions: BASE_CONDITIONS }),
  )
  const all: Record<string, string | null> = {
    key: 'user/a.txt',
    'x-amz-credential': CREDENTIAL,
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-date': '20151229T000000Z',
    Policy: document,
    'X-Amz-Signature': sign(signingKey(SECRET, '20151229', 'us-east-1'), document),
    ...fields,
  }
  const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null)
  return { bucket: 'b', fileName, fields: sent }
}

function withConditions(...more: unknown[]): unknown {
  return { expiration: '2015-12-30T12:00:00.000Z', conditions: [...BASE_CONDITIONS, ...more] }
}

function expectError(given: PostForm, expected: Record<string, unknown>, at = options): void {
  expect(() => verifyPost(given, at)).toThrow(expect.objectContaining(expected))
}

describe('the example of the S3 reference', () => {
  const policy = [
    '{ "expiration": "2015-12-30T12:00:00.000Z",',
    '  "conditions": [',
    '    {"bucket": "sigv4examplebucket"},',
    '    ["starts-with", "$key", "user/user1/"],',
    '    {"acl": "public-read"},',
    '    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},',
    '    ["starts-with", "$Content-Type", "image/"],',
    '    {"x-amz-meta-uuid": "14365123651274"},',
    '    {"x-amz-server-side-encryption": "AES256"},',
    '    ["starts-with", "$x-amz-meta-tag", ""],',
    '',
    `    {"x-amz-credential": "${CREDENTIAL}"},`,
    '    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},',
    '    {"x-amz-date": "20151229T000000Z" }',
    '  ]',
    '}',
  ].join('\r\n')
  const example: PostForm = {
    bucket: 'sigv4examplebucket',
    fileName: 'a.jpg',
    fields: [
      ['key', `user/user1/${FILENAME}`],
      ['acl', 'public-read'],
      ['success_action_redirect', 'http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html'],
      ['Content-Type', 'image/jpeg'],
      ['x-amz-meta-uuid', '14365123651274'],
      ['x-amz-server-side-encryption', 'AES256'],
      ['X-Amz-Credential', CREDENTIAL],
      ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
      ['X-Amz-Date', '20151229T000000Z'],
      ['x-amz-meta-tag', ''],
      ['Policy', base64(policy)],
      ['X-Amz-Signature', '8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e'],
    ],
  }

  test('is accepted with the signature that AWS computed', () => {
    expect(verifyPost(example, options)).toMatchObject({
      identity: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
      authType: 'POST',
      signatureAgeMs: 12 * 3600 * 1000,
      key: 'user/user1/a.jpg',
      lengthRange: null,
    })
  })

  test.each([
    ['key', 'user/user2/a.jpg', '["starts-with", "$key", "user/user1/"]'],
    ['acl', 'private', '["eq", "$acl", "public-read"]'],
    ['Content-Type', 'text/html', '["starts-with", "$Content-Type", "image/"]'],
    ['Content-Type', 'image/png,text/html', '["starts-with", "$Content-Type", "image/"]'],
  ])('is refused with another %s', (name, value, condition) => {
    const fields = example.fields.map(([field, given]) => [field, field === name ? value : given] as const)
    expectError(
      { ...example, fields },
      {
        code: 'AccessDenied',
        message: `Invalid according to Policy: Policy Condition failed: ${condition}`,
      },
    )
  })

  test('is refused in another bucket', () => {
    expectError({ ...example, bucket: 'other' }, { code: 'AccessDenied' })
  })
})

describe('a signature', () => {
  test.each([
    ['Policy', base64('{"expiration":"2030-01-01T00:00:00Z","conditions":[]}'), 'SignatureDoesNotMatch'],
    ['X-Amz-Signature', '0'.repeat(64), 'SignatureDoesNotMatch'],
    ['x-amz-credential', CREDENTIAL.replace('AKIA', 'AKIB'), 'InvalidAccessKeyId'],
    ['x-amz-credential', CREDENTIAL.replace('us-east-1', 'eu-west-1'), 'AuthorizationQueryParametersError'],
    ['x-amz-date', '20151230T000000Z', 'AuthorizationQueryParametersError'],
    ['x-amz-date', 'today', 'InvalidArgument'],
    ['x-amz-algorithm', 'AWS4-HMAC-SHA1', 'InvalidArgument'],
    ['x-amz-security-token', 'token', 'InvalidToken'],
    ['AWSAccessKeyId', 'AKIA', 'InvalidRequest'],
  ])('with another %s is refused', (name, value, code) => {
    expectError(form({ fields: { [name]: value } }), { code })
  })

  test.each(['Policy', 'X-Amz-Signature', 'x-amz-credential', 'x-amz-algorithm', 'x-amz-date'])(
    'without the field %s is refused',
    (name) => {
      expectError(form({ fields: { [name]: null } }), {
        code: 'InvalidArgument',
        message: expect.stringContaining(`a field named '${name.toLowerCase()}'`),
      })
    },
  )

  test('is not needed by an anonymous form, which then is nobody’s', () => {
    const anonymous: PostForm = { bucket: 'b', fileName: '', fields: [['key', 'k']] }
    expect(verifyPost(anonymous, options)).toMatchObject({ identity: null, authType: null, key: 'k' })
  })
})

describe('a policy', () => {
  test('holds until its expiration and no longer', () => {
    const last = { ...options, now: new Date('2015-12-30T12:00:00Z') }
    expect(verifyPost(form(), last).key).toBe('user/a.txt')
    expectError(
      form(),
      { code: 'AccessDenied', message: 'Invalid according to Policy: Policy expired.' },
      { ...options, now: new Date('2015-12-30T12:00:00.001Z') },
    )
  })

  test('must cover every field but those made to be ignored', () => {
    expectError(form({ fields: { 'x-amz-meta-a': '1' } }), {
      code: 'AccessDenied',
      message: 'Invalid according to Policy: Extra input fields: x-amz-meta-a',
    })
    expect(verifyPost(form({ fields: { 'x-ignore-me': '1' } }), options).key).toBe('user/a.txt')
  })

  test('must name the bucket', () => {
    const policy = { expiration: '2015-12-30T12:00:00Z', conditions: BASE_CONDITIONS.slice(1) }
    expectError(form({ policy }), { message: 'Invalid according to Policy: Extra input fields: bucket' })
  })

  test('names fields in any case', () => {
    const policy = withConditions(['eq', '$X-Amz-META-a', '1'])
    expect(
      verifyPost(form({ policy, fields: { 'x-amz-meta-A': '1' } }), options).fields.get('x-amz-meta-a'),
    ).toBe('1')
  })

  test('fails on a field that is missing, even where any value would do', () => {
    expectError(form({ policy: withConditions(['starts-with', '$x-amz-meta-a', '']) }), {
      code: 'AccessDenied',
    })
  })

  test.each([
    ['that is no JSON', 'nonsense'],
    ['that is a list', '[]'],
    ['without an expiration', { conditions: [] }],
    ['without conditions', { expiration: '2015-12-30T12:00:00Z' }],
    ['with CONDITIONS', { expiration: '2015-12-30T12:00:00Z', CONDITIONS: [] }],
    ['with another date format', { expiration: '2015-12-30 12:00:00', conditions: [] }],
    ['with an impossible date', { expiration: '2015-13-30T12:00:00Z', conditions: [] }],
    ['with an empty condition', withConditions({})],
    ['with two fields in one condition', withConditions({ a: '1', b: '2' })],
    ['with a number for a value', withConditions({ a: 1 })],
    ['with an unknown operation', withConditions(['ends-with', '$a', 'b'])],
    ['with a field without $', withConditions(['eq', 'a', 'b'])],
    ['with half a range', withConditions(['content-length-range', 0])],
    ['with a negative range', withConditions(['content-length-range', -1, 0])],
    ['with a reversed range', withConditions(['content-length-range', 2, 1])],
    ['with null for a condition', withConditions(null)],
  ])('%s is an invalid document', (_, policy) => {
    expectError(form({ policy }), { code: 'InvalidPolicyDocument', status: 400 })
  })

  test('that is no base64 is an invalid document', () => {
    const text = '{}'
    const signature = sign(signingKey(SECRET, '20151229', 'us-east-1'), text)
    expectError(form({ fields: { Policy: text, 'X-Amz-Signature': signature } }), {
      code: 'InvalidPolicyDocument',
    })
  })
})

describe('a key', () => {
  test('takes the file’s name without its path', () => {
    for (const fileName of ['a.png', 'C:\\fake\\a.png', '../../a.png']) {
      expect(verifyPost(form({ fields: { key: `user/${FILENAME}` }, fileName }), options).key).toBe(
        'user/a.png',
      )
    }
  })

  test('is checked as it will be stored', () => {
    expectError(form({ fields: { key: FILENAME }, fileName: 'evil' }), { code: 'AccessDenied' })
  })

  test('takes special replacement patterns in a name literally', () => {
    const fileName = '$&$1.png'
    expect(verifyPost(form({ fields: { key: `user/${FILENAME}` }, fileName }), options).key).toBe(
      'user/$&$1.png',
    )
  })

  test('is needed, once, and may not be empty', () => {
    expectError(form({ fields: { key: null } }), { code: 'InvalidArgument' })
    expectError(form({ fields: { KEY: 'user/other' } }), { code: 'InvalidArgument' })
    expectError(form({ fields: { key: '' } }), { code: 'InvalidArgument' })
  })
})

test('content-length-range is inclusive, several of them all hold', () => {
  const policy = withConditions(['content-length-range', 1, 100], ['content-length-range', '5', '200'])
  const { lengthRange } = verifyPost(form({ policy }), options)
  expect(lengthRange).toEqual({ min: 5, max: 100 })
  for (const size of [5, 100]) expect(() => checkPostLength(lengthRange, size)).not.toThrow()
  expect(() => checkPostLength(lengthRange, 4)).toThrow(
    expect.objectContaining({ code: 'EntityTooSmall', extra: { ProposedSize: '4', MinSizeAllowed: '5' } }),
  )
  expect(() => checkPostLength(lengthRange, 101)).toThrow(
    expect.objectContaining({
      code: 'EntityTooLarge',
      extra: { ProposedSize: '101', MaxSizeAllowed: '100' },
    }),
  )
  expect(() => checkPostLength(null, 2 ** 40)).not.toThrow()
})
