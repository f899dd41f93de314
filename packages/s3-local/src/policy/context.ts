import { ACCOUNT_ID } from '../account.ts'
import { queryPairs, type RawRequest, headerValue as rawHeaderValue } from '../auth/request.ts'
import type { Verified } from '../auth/types.ts'
import { plainAddress } from './address.ts'
import { HEADER_KEYS, OBJECT_LOCK_KEYS } from './condition-keys.ts'
import { userArn } from './principal.ts'
import type { ConditionContext } from './types.ts'

export type ContextSource = {
  request: RawRequest
  verified: Verified
  /** Whether it came over TLS (`aws:SecureTransport`). */
  secure: boolean
  sourceIp: string
  now: Date
  /** A browser upload's fields, lower-case name → value: they stand where headers do otherwise. */
  formFields?: ReadonlyMap<string, string>
  /** Tags that the request gives the object (`x-amz-tagging`, POST's `tagging`). */
  requestTags?: ReadonlyMap<string, string>
  /** Tags that the object has already. */
  existingTags?: ReadonlyMap<string, string>
}

/** The values of every condition key that this request has. */
export function conditionContext(source: ContextSource): ConditionContext {
  const context = new Map<string, readonly string[]>()
  const set = (key: string, value: string | null | undefined) => {
    if (value !== undefined && value !== null) context.set(key, [value])
  }
  addCaller(source, set)
  addRequest(source, set)
  addTags(source, context)
  return context
}

/** Header values are byte strings; a policy is text. */
function headerValue(request: RawRequest, name: string): string | undefined {
  const value = rawHeaderValue(request, name)
  return value && Buffer.from(value, 'latin1').toString('utf8')
}

type Setter = (key: string, value: string | null | undefined) => void

function addCaller({ verified, request, secure, sourceIp, now }: ContextSource, set: Setter): void {
  const accessKeyId = verified.identity?.accessKeyId
  set('aws:currenttime', now.toISOString())
  set('aws:epochtime', String(Math.floor(now.getTime() / 1000)))
  set('aws:securetransport', String(secure))
  set('aws:sourceip', plainAddress(sourceIp))
  set('aws:referer', headerValue(request, 'referer'))
  set('aws:useragent', headerValue(request, 'user-agent'))
  set('aws:principalisawsservice', 'false')
  set('aws:viaawsservice', 'false')
  set('aws:resourceaccount', ACCOUNT_ID)
  set('s3:resourceaccount', ACCOUNT_ID)
  set('aws:principaltype', accessKeyId === undefined ? 'Anonymous' : 'User')
  set('aws:userid', accessKeyId ?? 'anonymous')
  if (accessKeyId !== undefined) {
    set('aws:username', accessKeyId)
    set('aws:principalarn', userArn(accessKeyId))
    set('aws:principalaccount', ACCOUNT_ID)
    set('s3:signatureversion', 'AWS4-HMAC-SHA256')
  }
  set('s3:authtype', verified.authType)
  set('s3:signatureage', verified.signatureAgeMs?.toString())
}

function addRequest({ request, formFields }: ContextSource, set: Setter): void {
  const pairs = queryPairs(request.rawQuery)
  const query = (name: string) => pairs.find(([given]) => given === name)?.[1]
  // A presigned URL may carry an x-amz- header as a parameter, in any case.
  const hoisted = (name: string) => pairs.find(([given]) => given.toLowerCase() === name)?.[1]
  const header = (name: string) => formFields?.get(name) ?? headerValue(request, name) ?? hoisted(name)

  for (const name of HEADER_KEYS) set(`s3:${name}`, header(name))
  for (const name of OBJECT_LOCK_KEYS) set(`s3:${name}`, header(`x-amz-${name}`))
  if (formFields?.has('acl')) set('s3:x-amz-acl', formFields.get('acl'))
  set('s3:x-amz-copy-source', copySource(header('x-amz-copy-source')))
  // S3 documents that this one isn't read from the query.
  set('s3:x-amz-content-sha256', headerValue(request, 'x-amz-content-sha256'))
  for (const name of ['prefix', 'delimiter', 'max-keys']) set(`s3:${name}`, query(name))
  set('s3:versionid', query('versionId'))
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    set('s3:if-match', headerValue(request, 'if-match'))
    set('s3:if-none-match', headerValue(request, 'if-none-match'))
    set('s3:objectcreationoperation', String(createsObject(request.method, query, formFields !== undefined)))
  }
}

function addTags(
  { requestTags, existingTags }: ContextSource,
  context: Map<string, readonly string[]>,
): void {
  for (const [key, value] of requestTags ?? []) {
    context.set(`s3:requestobjecttag/${key}`.toLowerCase(), [value])
  }
  for (const [key, value] of existingTags ?? []) {
    context.set(`s3:existingobjecttag/${key}`.toLowerCase(), [value])
  }
  if (requestTags?.size) context.set('s3:requestobjecttagkeys', [...requestTags.keys()])
}

/**
 * Whether the request makes an object: starting a multipart upload and sending its parts don't, completing it
 * does. Source: S3 user guide, "Enforce conditional writes on Amazon S3 buckets".
 */
function createsObject(
  method: string,
  query: (name: string) => string | undefined,
  isForm: boolean,
): boolean {
  const uploadId = query('uploadId')
  if (method === 'POST') return isForm || uploadId !== undefined
  return method === 'PUT' && uploadId === undefined && SUBRESOURCES.every((name) => query(name) === undefined)
}

/** A PUT on one of these changes an object that is there. */
const SUBRESOURCES = ['acl', 'tagging', 'retention', 'legal-hold']

/** `/bucket/key` and `bucket/key` are the same source, encoded or not. */
function copySource(value: string | undefined): string | undefined {
  const path = value?.replace(/^\//, '')
  try {
    return path && decodeURIComponent(path)
  } catch {
    return path
  }
}
