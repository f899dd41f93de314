import { authorize, missingObject } from '../authorize.ts'
import { receiveDocument } from '../body.ts'
import { type ObjectCall, type Reply, xmlReply } from '../call.ts'
import { findObject, updateObject } from '../store/objects.ts'
import type { Tags } from '../store/record.ts'
import { MAX_OBJECT_TAGS, parseTagging, tagSet } from '../tags.ts'
import { checkVersionId } from '../version-id.ts'
import { s3Document } from '../xml.ts'

const MAX_TAGGING_BYTES = 64 * 1024

export async function getObjectTagging(call: ObjectCall): Promise<Reply> {
  checkVersionId(call, call.key)
  const record = await findObject(call.bucket, call.key)
  if (!record) throw missingObject(call, call.bucket, call.key)
  return xmlReply(s3Document('Tagging', tagSet(record.tags)))
}

export async function putObjectTagging(call: ObjectCall): Promise<Reply> {
  checkVersionId(call, call.key)
  const tags = parseTagging(await receiveDocument(call, MAX_TAGGING_BYTES), MAX_OBJECT_TAGS)
  authorize(call, { action: 's3:PutObjectTagging', bucket: call.bucket, key: call.key, requestTags: tags })
  await setTags(call, tags)
  return { status: 200 }
}

export async function deleteObjectTagging(call: ObjectCall): Promise<Reply> {
  checkVersionId(call, call.key)
  await setTags(call, [])
  return { status: 204 }
}

async function setTags(call: ObjectCall, tags: Tags): Promise<void> {
  const { bucket, key } = call
  const changed = await updateObject(call.server.store.disk, bucket, key, (record) => ({ ...record, tags }))
  if (!changed) throw missingObject(call, bucket, key)
}
