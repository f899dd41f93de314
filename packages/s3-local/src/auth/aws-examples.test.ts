import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { RawRequest } from './request.ts'
import { verifyRequest } from './sigv4.ts'

/** The examples of the Amazon S3 API reference, whose signatures AWS computed. */
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const options = {
  credentials: new Map([['AKIAIOSFODNN7EXAMPLE', SECRET]]),
  now: new Date('2013-05-24T00:00:00Z'),
  region: 'us-east-1',
}
const HOST = ['Host', 'examplebucket.s3.amazonaws.com'] as const
const DATE = ['x-amz-date', '20130524T000000Z'] as const
const EMPTY = ['x-amz-content-sha256', createHash('sha256').digest('hex')] as const

function authorization(signedHeaders: string, signature: string): readonly [string, string] {
  return [
    'Authorization',
    `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signedHeaders},Signature=${signature}`,
  ]
}

const BASIC = 'host;x-amz-content-sha256;x-amz-date'
const examples: Array<RawRequest & { name: string }> = [
  {
    name: 'GET Object',
    method: 'GET',
    rawPath: '/test.txt',
    rawQuery: '',
    headers: [
      HOST,
      authorization(
        'host;range;x-amz-content-sha256;x-amz-date',
        'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
      ),
      ['Range', 'bytes=0-9'],
      EMPTY,
      DATE,
    ],
  },
  {
    name: 'PUT Object',
    method: 'PUT',
    rawPath: '/test%24file.text',
    rawQuery: '',
    headers: [
      HOST,
      ['Date', 'Fri, 24 May 2013 00:00:00 GMT'],
      authorization(
        'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
        '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
      ),
      DATE,
      ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
      ['x-amz-content-sha256', createHash('sha256').update('Welcome to Amazon S3.').digest('hex')],
    ],
  },
  {
    name: 'GET Bucket Lifecycle',
    method: 'GET',
    rawPath: '/',
    rawQuery: 'lifecycle',
    headers: [
      HOST,
      authorization(BASIC, 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'),
      DATE,
      EMPTY,
    ],
  },
  {
    name: 'GET Bucket (List Objects)',
    method: 'GET',
    rawPath: '/',
    rawQuery: 'max-keys=2&prefix=J',
    headers: [
      HOST,
      authorization(BASIC, '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'),
      DATE,
      EMPTY,
    ],
  },
]

test.each(examples)('the reference’s example "$name" is accepted', (request) => {
  expect(verifyRequest(request, options)).toMatchObject({
    identity: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
    authType: 'REST-HEADER',
    signatureAgeMs: 0,
  })
})

test.each(examples)('the reference’s example "$name" is refused to another method', (request) => {
  expect(() => verifyRequest({ ...request, method: 'DELETE' }, options)).toThrow(
    expect.objectContaining({ code: 'SignatureDoesNotMatch' }),
  )
})

test('the reference’s presigned URL is accepted until it expires', () => {
  const request: RawRequest = {
    method: 'GET',
    rawPath: '/test.txt',
    rawQuery:
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    headers: [HOST],
  }
  const lastMoment = new Date('2013-05-25T00:00:00Z')
  expect(verifyRequest(request, { ...options, now: lastMoment })).toMatchObject({
    authType: 'REST-QUERY-STRING',
    signatureAgeMs: 86_400_000,
    payload: { kind: 'unsigned' },
  })
  expect(() => verifyRequest(request, { ...options, now: new Date('2013-05-25T00:00:01Z') })).toThrow(
    expect.objectContaining({
      code: 'AccessDenied',
      message: 'Request has expired',
      extra: {
        'X-Amz-Expires': '86400',
        Expires: '2013-05-25T00:00:00Z',
        ServerTime: '2013-05-25T00:00:01Z',
      },
    }),
  )
})
