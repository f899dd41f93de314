import { receiveDocument } from '../body.ts'
import { type BucketCall, type Reply, xmlReply } from '../call.ts'
import { S3Error } from '../errors.ts'
import { parseBucketPolicy } from '../policy/parse.ts'
import { isPublicPolicy } from '../policy/public.ts'
import { element, s3Document } from '../xml.ts'

/** "Bucket policies are limited to 20 KB in size." */
const MAX_POLICY_BYTES = 20 * 1024

export function getBucketPolicy(call: BucketCall): Reply {
  const { policy } = call.bucket.settings
  if (policy === undefined) throw noPolicy(call)
  return { status: 200, headers: { 'content-type': 'application/json' }, body: policy }
}

export async function putBucketPolicy(call: BucketCall): Promise<Reply> {
  const policy = (await receiveDocument(call, MAX_POLICY_BYTES)).toString('utf8')
  const parsed = parseBucketPolicy(policy, call.bucket.name)
  if (call.bucket.settings.publicAccessBlock?.blockPublicPolicy && isPublicPolicy(parsed)) {
    throw new S3Error('AccessDenied', {
      message: 'Public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
    })
  }
  await call.bucket.changeSettings({ policy })
  return { status: 204 }
}

export async function deleteBucketPolicy(call: BucketCall): Promise<Reply> {
  await call.bucket.changeSettings({ policy: undefined })
  return { status: 204 }
}

export function getBucketPolicyStatus(call: BucketCall): Reply {
  const { policy } = call.bucket
  if (!policy) throw noPolicy(call)
  return xmlReply(s3Document('PolicyStatus', element('IsPublic', isPublicPolicy(policy))))
}

function noPolicy(call: BucketCall): S3Error {
  return new S3Error('NoSuchBucketPolicy', { extra: { BucketName: call.bucket.name } })
}
