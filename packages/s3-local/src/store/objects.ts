import { readFile, rm, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { removeBlobs } from './blobs.ts'
import { type Bucket, inBucket } from './bucket.ts'
import { type Disk, publishFile, writeTemp } from './files.ts'
import { blobsOf, type Entry, entryOf, type ObjectRecord, recordName } from './record.ts'

/** Throws where the object that is there now (null: none) doesn't allow the change. Must not wait. */
export type Precondition = (current: Entry | null) => void

export type OpenObject = { record: ObjectRecord; close(): Promise<void> }

/**
 * Makes the object exist, in place of what was there. The precondition is judged with the key locked, so of
 * any number of racing writers each sees what the one before it left.
 */
export async function commitObject(
  disk: Disk,
  bucket: Bucket,
  record: ObjectRecord,
  options: { precondition?: Precondition; afterwards?: () => Promise<void> } = {},
): Promise<void> {
  const temp = await writeTemp(disk, JSON.stringify(record))
  try {
    await bucket.lock(record.key, () =>
      inBucket(bucket, async () => {
        const current = bucket.objects.get(record.key) ?? null
        options.precondition?.(current)
        const replaced = current ? await readRecord(bucket, record.key) : null
        await publishFile(disk, temp, bucket.objectsDir, recordName(record.key))
        bucket.objects.set(record.key, entryOf(record))
        await options.afterwards?.()
        if (current && replaced) await retire(bucket, current, replaced)
      }),
    )
  } catch (error) {
    await rm(temp, { force: true })
    throw error
  }
}

/** Changes what is known of an object without touching its bytes. Null: there is no such object. */
export async function updateObject(
  disk: Disk,
  bucket: Bucket,
  key: string,
  change: (record: ObjectRecord) => ObjectRecord,
): Promise<ObjectRecord | null> {
  return bucket.lock(key, () =>
    inBucket(bucket, async () => {
      if (!bucket.objects.get(key)) return null
      const changed = change(await readRecord(bucket, key))
      const temp = await writeTemp(disk, JSON.stringify(changed))
      await publishFile(disk, temp, bucket.objectsDir, recordName(key))
      return changed
    }),
  )
}

/** Whether there was anything to delete. */
export async function deleteObject(
  disk: Disk,
  bucket: Bucket,
  key: string,
  precondition?: Precondition,
): Promise<boolean> {
  return bucket.lock(key, () =>
    inBucket(bucket, async () => {
      const current = bucket.objects.get(key) ?? null
      precondition?.(current)
      if (!current) return false
      const record = await readRecord(bucket, key)
      await unlink(join(bucket.objectsDir, recordName(key)))
      await disk.syncDir(bucket.objectsDir)
      bucket.objects.delete(key)
      for (const write of bucket.conditionalWrites.get(key) ?? []) write.conflicted = true
      await retire(bucket, current, record)
      return true
    }),
  )
}

/** The object as it is now. Its bytes stay readable until `close`, whatever happens to the key meanwhile. */
export async function openObject(bucket: Bucket, key: string): Promise<OpenObject | null> {
  return bucket.lock(key, async () => {
    const entry = bucket.objects.get(key)
    if (!entry) return null
    const record = await readRecord(bucket, key)
    entry.readers++
    let open = true
    return {
      record,
      async close() {
        if (!open) return
        open = false
        entry.readers--
        if (entry.readers === 0 && entry.doomed) await removeBlobs(bucket.blobsDir, entry.doomed)
      },
    }
  })
}

/** The object's record alone, for answers without a body. */
export async function findObject(bucket: Bucket, key: string): Promise<ObjectRecord | null> {
  return bucket.lock(key, async () => (bucket.objects.get(key) ? readRecord(bucket, key) : null))
}

async function readRecord(bucket: Bucket, key: string): Promise<ObjectRecord> {
  return JSON.parse(await readFile(join(bucket.objectsDir, recordName(key)), 'utf8')) as ObjectRecord
}

/** Frees the bytes of an object that is no longer there, now or when its last reader is done. */
async function retire(bucket: Bucket, entry: Entry, record: ObjectRecord): Promise<void> {
  const blobs = blobsOf(record.content)
  if (entry.readers > 0) entry.doomed = blobs
  else await removeBlobs(bucket.blobsDir, blobs)
}
