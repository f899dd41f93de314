import { ACCOUNT_ID } from './account.ts'
import type { Call } from './call.ts'
import { S3Error } from './errors.ts'
import { conditionContext } from './policy/context.ts'
import { evaluatePolicy } from './policy/evaluate.ts'
import { isPublicPolicy } from './policy/public.ts'
import type { Bucket } from './store/bucket.ts'
import type { Tags } from './store/record.ts'

export type Access = {
  /** `s3:GetObject` */
  action: string
  bucket: Bucket
  /** Null for an action on the bucket itself. */
  key: string | null
  requestTags?: Tags
  existingTags?: Tags
  /** A browser upload's fields: conditions read them in the place of headers. */
  formFields?: ReadonlyMap<string, string>
}

/** Not even an explicit deny keeps the account that owns the bucket from its policy. */
const OWNERS_ALWAYS = new Set(['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'])

/** Throws AccessDenied unless the caller may do this. */
export function authorize(call: Call, access: Access): void {
  if (!isAllowed(call, access)) throw new S3Error('AccessDenied')
}

/**
 * The owner's own credentials may do anything that the bucket policy doesn't deny. Anybody else may do what
 * the policy allows, unless RestrictPublicBuckets cuts off a public policy.
 */
export function isAllowed(call: Call, access: Access): boolean {
  const { bucket, action } = access
  const owner = call.verified.identity
  const expectedOwner = call.header('x-amz-expected-bucket-owner')
  if (expectedOwner !== undefined && expectedOwner !== ACCOUNT_ID) return false
  if (owner && OWNERS_ALWAYS.has(action)) return true
  if (!bucket.policy) return owner !== null
  const decision = evaluatePolicy(bucket.policy, {
    action,
    resourceArn: `arn:aws:s3:::${bucket.name}${access.key === null ? '' : `/${access.key}`}`,
    principal: owner?.accessKeyId ?? null,
    context: conditionContext({
      request: call.raw,
      verified: call.verified,
      secure: 'encrypted' in call.http.request.socket,
      sourceIp: call.http.request.socket.remoteAddress ?? '',
      now: call.now,
      formFields: access.formFields,
      requestTags: access.requestTags && new Map(access.requestTags),
      existingTags: access.existingTags && new Map(access.existingTags),
    }),
  })
  if (decision === 'deny') return false
  if (owner) return true
  const restricted = bucket.settings.publicAccessBlock?.restrictPublicBuckets === true
  return decision === 'allow' && !(restricted && isPublicPolicy(bucket.policy))
}

/** Without permission to list, a missing object looks like one that may not be read. */
export function missingObject(call: Call, bucket: Bucket, key: string): S3Error {
  const mayList = isAllowed(call, { action: 's3:ListBucket', bucket, key: null })
  return mayList ? new S3Error('NoSuchKey', { extra: { Key: key } }) : new S3Error('AccessDenied')
}
