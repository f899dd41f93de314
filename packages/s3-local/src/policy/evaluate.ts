import { S3Error } from '../errors.ts'
import type { BucketPolicy, PolicyRequest } from './types.ts'

/** An explicit deny beats every allow; 'none' leaves the decision to the caller's default. */
export function evaluatePolicy(policy: BucketPolicy, request: PolicyRequest): 'allow' | 'deny' | 'none' {
  throw new S3Error('NotImplemented', { message: `${policy.statements.length} ${request.action}` })
}
