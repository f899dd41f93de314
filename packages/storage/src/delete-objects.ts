import { DeleteObjectsCommand } from '@aws-sdk/client-s3'
import { translated } from './errors.ts'
import type { Storage } from './storage.ts'

export type DeletedObjects = {
  deleted: string[]
  failed: { key: string; code: string; message: string }[]
}

/** S3's limit for one request. */
const BATCH = 1000

/**
 * Deletes any number of objects; missing ones count as deleted. S3 decides for each key alone. When a whole
 * batch is refused or lost it throws: batches before it are gone, and the same call can simply be repeated.
 */
export async function deleteObjects(
  storage: Storage,
  { keys }: { keys: readonly string[] },
): Promise<DeletedObjects> {
  const unique = [...new Set(keys)]
  const result: DeletedObjects = { deleted: [], failed: [] }
  for (let start = 0; start < unique.length; start += BATCH) {
    const batch = unique.slice(start, start + BATCH)
    const failed = await deleteBatch(storage, batch)
    const failedKeys = new Set(failed.map(({ key }) => key))
    result.failed.push(...failed)
    result.deleted.push(...batch.filter((key) => !failedKeys.has(key)))
  }
  return result
}

async function deleteBatch(storage: Storage, keys: string[]): Promise<DeletedObjects['failed']> {
  // Quiet: only failures are listed. A thousand names that we know already aren't worth their way back.
  const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true }
  const command = new DeleteObjectsCommand({ Bucket: storage.bucket, Delete })
  const { Errors = [] } = await translated('DeleteObjects', () => storage.client.send(command))
  return Errors.map(({ Key = '', Code = 'InternalError', Message = '' }) => ({
    key: Key,
    code: Code,
    message: Message,
  }))
}
