import { expect, test } from 'vitest'
import { parseBucketPolicy } from './parse.ts'
import { isPublicPolicy } from './public.ts'

function isPublic(...over: Array<Record<string, unknown>>): boolean {
  const statements = over.map((one) => ({
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::b/*',
    ...one,
  }))
  return isPublicPolicy(
    parseBucketPolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'b'),
  )
}

test.each([
  ['lets everybody in', {}, true],
  ['lets everybody in by another spelling', { Principal: { AWS: '*' } }, true],
  ['names an account', { Principal: { AWS: '123456789012' } }, false],
  ['names a service', { Principal: { Service: 'logging.s3.amazonaws.com' } }, false],
  ['only denies', { Effect: 'Deny' }, false],
  ['asks for TLS alone', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }, true],
  [
    'asks for a referer, which anybody can send',
    { Condition: { StringEquals: { 'aws:Referer': 'x' } } },
    true,
  ],
  ['names addresses', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }, false],
  ['names IPv6 addresses', { Condition: { IpAddress: { 'aws:SourceIp': '2001:db8::/32' } } }, false],
  ['names every address', { Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }, true],
  [
    'names half of all addresses',
    { Condition: { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '10.0.0.0/8'] } } },
    true,
  ],
  ['leaves addresses out', { Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }, true],
  [
    'names addresses if there are any',
    { Condition: { IpAddressIfExists: { 'aws:SourceIp': '203.0.113.1' } } },
    true,
  ],
  ['names a VPC', { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-91237329' } } }, false],
  ['names any VPC', { Condition: { StringLike: { 'aws:SourceVpc': 'vpc-*' } } }, true],
  [
    'names any VPC or none',
    { Condition: { 'ForAllValues:StringEquals': { 'aws:SourceVpc': 'vpc-1' } } },
    true,
  ],
  ['names an organisation', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }, false],
])('a policy that %s is public: %s', (_, over, expected) => {
  expect(isPublic(over as Record<string, unknown>)).toBe(expected)
})

test('one public statement makes the policy public', () => {
  expect(isPublic({ Principal: { AWS: '123456789012' } }, {})).toBe(true)
})
