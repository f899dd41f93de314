import type { ObjectCall, Reply } from '../call.ts'
import { demandMatch } from '../conditions.ts'
import { deleteObject as remove } from '../store/objects.ts'
import { checkVersionId } from '../version-id.ts'

/** 204 whether or not there was an object, so that repeating a delete is safe. */
export async function deleteObject(call: ObjectCall): Promise<Reply> {
  const { bucket, key } = call
  checkVersionId(call, key)
  const ifMatch = call.header('if-match')
  const precondition =
    ifMatch === undefined
      ? undefined
      : (current: { etag: string } | null) => demandMatch(ifMatch, current, key)
  await remove(call.server.store.disk, bucket, key, precondition)
  return { status: 204 }
}
