import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { S3Error } from '../errors.ts'
import {
  type Bucket,
  type BucketSettings,
  bucketFolders,
  createBucketState,
  serialiseBucket,
} from './bucket.ts'
import { createDisk, type Disk, removeTree, replaceFile } from './files.ts'
import { createKeyedLock } from './keyed-lock.ts'
import { loadBucket } from './load.ts'

export type Store = {
  readonly disk: Disk
  /** NoSuchBucket if there is none. */
  bucket(name: string): Bucket
  find(name: string): Bucket | null
  /** In the order of their names. */
  list(): Bucket[]
  create(name: string, options: { createdAt: number; settings: BucketSettings }): Promise<Bucket>
  /** BucketNotEmpty with objects in it; OperationAborted while one is being written. */
  remove(bucket: Bucket): Promise<void>
}

/**
 * Everything under one folder: `buckets/<name>/{bucket.json,objects,blobs,uploads}` and `tmp`. Only a rename
 * makes anything visible, so whatever a crash leaves in `tmp` or unreferenced in `blobs` is rubbish, swept here.
 */
export async function openStore(dir: string): Promise<Store> {
  const bucketsDir = join(dir, 'buckets')
  const disk = createDisk(join(dir, 'tmp'))
  await rm(disk.tmpDir, { recursive: true, force: true })
  await mkdir(disk.tmpDir, { recursive: true })
  await mkdir(bucketsDir, { recursive: true })
  const buckets = new Map<string, Bucket>()
  const lock = createKeyedLock()
  for (const name of readdirSync(bucketsDir)) {
    const bucketDir = join(bucketsDir, name)
    const bucket = createBucketState(
      disk,
      bucketDir,
      JSON.parse(readFileSync(join(bucketDir, 'bucket.json'), 'utf8')),
    )
    await loadBucket(bucket)
    buckets.set(name, bucket)
  }

  return {
    disk,
    find: (name) => buckets.get(name) ?? null,
    bucket(name) {
      const bucket = buckets.get(name)
      if (!bucket) throw new S3Error('NoSuchBucket', { extra: { BucketName: name } })
      return bucket
    },
    list: () => [...buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    create: (name, options) =>
      lock(name, async () => {
        if (buckets.has(name)) throw new S3Error('BucketAlreadyOwnedByYou', { extra: { BucketName: name } })
        const temp = join(disk.tmpDir, randomUUID())
        for (const folder of bucketFolders(temp)) await mkdir(folder, { recursive: true })
        const saved = { name, ...options }
        await replaceFile(disk, temp, 'bucket.json', serialiseBucket(saved))
        await rename(temp, join(bucketsDir, name))
        await disk.syncDir(bucketsDir)
        const bucket = createBucketState(disk, join(bucketsDir, name), saved)
        buckets.set(name, bucket)
        return bucket
      }),
    remove: (bucket) =>
      lock(bucket.name, async () => {
        if (bucket.deleted) throw new S3Error('NoSuchBucket', { extra: { BucketName: bucket.name } })
        if (bucket.objects.size > 0) {
          throw new S3Error('BucketNotEmpty', { extra: { BucketName: bucket.name } })
        }
        if (bucket.pendingCommits > 0) throw new S3Error('OperationAborted')
        bucket.deleted = true
        buckets.delete(bucket.name)
        await removeTree(disk, bucketsDir, bucket.name)
      }),
  }
}
