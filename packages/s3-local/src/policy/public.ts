import { S3Error } from '../errors.ts'
import type { BucketPolicy } from './types.ts'

/** Whether AWS calls this policy public (Block Public Access, "The meaning of public"). */
export function isPublicPolicy(policy: BucketPolicy): boolean {
  throw new S3Error('NotImplemented', { message: String(policy.statements.length) })
}
