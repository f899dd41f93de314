import type { RawRequest } from '../auth/request.ts'
import type { Verified } from '../auth/sigv4.ts'
import { S3Error } from '../errors.ts'
import type { ConditionContext } from './types.ts'

export type ContextSource = {
  request: RawRequest
  verified: Verified
  /** Whether it came over TLS (`aws:SecureTransport`). */
  secure: boolean
  sourceIp: string
  now: Date
  /** Tags that the request gives the object (`x-amz-tagging`, POST's `tagging`). */
  requestTags?: ReadonlyMap<string, string>
  /** Tags that the object has already. */
  existingTags?: ReadonlyMap<string, string>
}

/** The values of every condition key that this request has. */
export function conditionContext(source: ContextSource): ConditionContext {
  throw new S3Error('NotImplemented', { message: source.sourceIp })
}
