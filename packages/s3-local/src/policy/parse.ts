import { S3Error } from '../errors.ts'
import type { BucketPolicy } from './types.ts'

/** Parses and validates what PutBucketPolicy sends. Throws MalformedPolicy. */
export function parseBucketPolicy(json: string, bucket: string): BucketPolicy {
  throw new S3Error('NotImplemented', { message: json + bucket })
}
