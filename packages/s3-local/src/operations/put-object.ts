import { authorize } from '../authorize.ts'
import { discardContent, receiveBody } from '../body.ts'
import type { ObjectCall, Reply } from '../call.ts'
import { writeCondition } from '../conditions.ts'
import { describeObject } from '../description.ts'
import type { ObjectRecord } from '../store/record.ts'
import { DEFAULT_ALGORITHM, fullObject, storeObject, wholeSeconds, writtenHeaders } from '../write-object.ts'

export async function putObject(call: ObjectCall): Promise<Reply> {
  const { bucket, key } = call
  const description = describeObject(call)
  authorizeWrite(call, description.tags)
  const condition = writeCondition(call, bucket, key)
  try {
    const received = await receiveBody(call, { bucket, keep: (given) => given ?? DEFAULT_ALGORITHM })
    const record: ObjectRecord = {
      ...description,
      key,
      lastModified: wholeSeconds(call.server.now()),
      size: received.size,
      etag: received.md5,
      checksum: fullObject(received.checksum),
      content: received.content,
    }
    await storeObject(call, record, { condition, abandon: () => discardContent(bucket, received.content) })
    return { status: 200, headers: writtenHeaders(call, record) }
  } finally {
    condition.release()
  }
}

/** Tags that come with a write need a permission of their own. */
export function authorizeWrite(call: ObjectCall, tags: ObjectRecord['tags']): void {
  const { bucket, key } = call
  authorize(call, { action: 's3:PutObject', bucket, key, requestTags: tags })
  if (tags.length > 0) authorize(call, { action: 's3:PutObjectTagging', bucket, key, requestTags: tags })
}
