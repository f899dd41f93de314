import type { BucketCall, Reply } from '../call.ts'
import { S3Error } from '../errors.ts'

export async function postObject(call: BucketCall): Promise<Reply> {
  throw new S3Error('NotImplemented', { message: call.bucket.name })
}
