import type { ObjectCall, Reply } from '../call.ts'
import { demandMatch } from '../conditions.ts'
import { S3Error } from '../errors.ts'
import { deleteObject as remove } from '../store/objects.ts'
import { checkVersionId } from '../version-id.ts'

/** Conditions that S3 knows for directory buckets: ignoring one would delete what its sender meant to keep. */
const DIRECTORY_BUCKETS_ONLY = ['x-amz-if-match-last-modified-time', 'x-amz-if-match-size']

/** 204 whether or not there was an object, so that repeating a delete is safe. */
export async function deleteObject(call: ObjectCall): Promise<Reply> {
  const { bucket, key } = call
  checkVersionId(call, key)
  for (const name of DIRECTORY_BUCKETS_ONLY) {
    if (call.header(name) !== undefined) throw new S3Error('NotImplemented', { extra: { Header: name } })
  }
  const ifMatch = call.header('if-match')
  const precondition =
    ifMatch === undefined
      ? undefined
      : (current: { etag: string } | null) => demandMatch(ifMatch, current, key)
  await remove(call.server.store.disk, bucket, key, precondition)
  return { status: 204 }
}
