import { receiveDocument } from '../body.ts'
import { type BucketCall, type Reply, xmlReply } from '../call.ts'
import { S3Error } from '../errors.ts'
import { requireDigest } from '../require-digest.ts'
import { MAX_BUCKET_TAGS, parseTagging, tagSet } from '../tags.ts'
import { s3Document } from '../xml.ts'

const MAX_TAGGING_BYTES = 64 * 1024

export function getBucketTagging(call: BucketCall): Reply {
  const { tags } = call.bucket.settings
  if (!tags) throw new S3Error('NoSuchTagSet', { extra: { BucketName: call.bucket.name } })
  return xmlReply(s3Document('Tagging', tagSet(tags)))
}

export async function putBucketTagging(call: BucketCall): Promise<Reply> {
  requireDigest(call)
  const tags = parseTagging(await receiveDocument(call, MAX_TAGGING_BYTES), MAX_BUCKET_TAGS)
  await call.bucket.changeSettings({ tags: tags.length === 0 ? undefined : tags })
  return { status: 204 }
}

export async function deleteBucketTagging(call: BucketCall): Promise<Reply> {
  await call.bucket.changeSettings({ tags: undefined })
  return { status: 204 }
}
