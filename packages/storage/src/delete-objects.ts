import { DeleteObjectsCommand } from '@aws-sdk/client-s3'
import { deleteObject } from './delete-object.ts'
import { StorageError, translated } from './errors.ts'
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
  for (const key of unique.filter(needsOwnRequest)) {
    const failure = await deleteOne(storage, key)
    if (failure) result.failed.push(failure)
    else result.deleted.push(key)
  }
  const batched = unique.filter((key) => !needsOwnRequest(key))
  for (let start = 0; start < batched.length; start += BATCH) {
    const batch = batched.slice(start, start + BATCH)
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

/** A batch goes as XML 1.0, which can't hold these characters, not even escaped; keys can. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/

function needsOwnRequest(key: string): boolean {
  return NOT_IN_XML.test(key)
}

async function deleteOne(storage: Storage, key: string): Promise<DeletedObjects['failed'][number] | null> {
  try {
    await deleteObject(storage, { key })
    return null
  } catch (error) {
    // As in a batch: refused keys are reported, but without an answer the call as a whole has failed.
    if (!(error instanceof StorageError) || error.status === 0) throw error
    return { key, code: error.code, message: error.message }
  }
}
