import { parseCidr } from './address.ts'
import type { BucketPolicy, PolicyCondition, PolicyStatement } from './types.ts'
import { hasWildcard } from './wildcard.ts'

/** Conditions on these, with fixed values, keep a statement for everybody from being public. */
const RESTRICTING_KEYS = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
])
const EQUALITY = new Set([
  'StringEquals',
  'StringEqualsIgnoreCase',
  'StringLike',
  'ArnEquals',
  'ArnLike',
  'IpAddress',
])
/** A range of addresses wider than these prefixes is as good as everybody. */
const WIDEST_PREFIX = { ipv4: 8, ipv6: 32 }

/**
 * Whether AWS calls this policy public: it allows something to everybody, without a condition that ties it to
 * fixed values.
 * Source: S3 user guide, "Blocking public access to your Amazon S3 storage", The meaning of "public".
 */
export function isPublicPolicy(policy: BucketPolicy): boolean {
  return policy.statements.some(isPublicStatement)
}

function isPublicStatement({ effect, principal, conditions }: PolicyStatement): boolean {
  if (effect !== 'Allow') return false
  const everybody = principal.kind === 'exclude' || principal.ids.includes('*')
  return everybody && !conditions.some(restricts)
}

function restricts({ operator, ifExists, quantifier, key, values }: PolicyCondition): boolean {
  // These let a request through that lacks the key.
  if (ifExists || quantifier === 'all' || !EQUALITY.has(operator)) return false
  if (key === 'aws:sourceip') return operator === 'IpAddress' && values.every(isNarrowRange)
  return RESTRICTING_KEYS.has(key) && values.every((value) => !hasWildcard(value))
}

function isNarrowRange(value: string): boolean {
  const cidr = parseCidr(value)
  return cidr !== null && cidr.prefix >= WIDEST_PREFIX[cidr.family]
}
