import { join } from 'node:path'
import type { CorsRule } from '../cors.ts'
import { S3Error } from '../errors.ts'
import type { LifecycleRule } from '../lifecycle-rules.ts'
import { parseBucketPolicy } from '../policy/parse.ts'
import type { BucketPolicy } from '../policy/types.ts'
import { type Disk, replaceFile } from './files.ts'
import { createKeyIndex, type KeyIndex } from './key-index.ts'
import { createKeyedLock, type KeyedLock } from './keyed-lock.ts'
import type { Entry, Tags } from './record.ts'
import type { Upload } from './upload.ts'

type PublicAccessBlock = {
  blockPublicAcls: boolean
  ignorePublicAcls: boolean
  blockPublicPolicy: boolean
  restrictPublicBuckets: boolean
}

/** What a bucket is told once; an absent setting is one that was never put or was deleted. */
export type BucketSettings = {
  cors?: CorsRule[]
  /** The JSON as it was put: GetBucketPolicy gives it back byte for byte. */
  policy?: string
  lifecycle?: LifecycleRule[]
  encryption?: { bucketKeyEnabled: boolean }
  publicAccessBlock?: PublicAccessBlock
  tags?: Tags
  /** Only BucketOwnerEnforced can be put. False once the controls were deleted. */
  ownershipControls?: boolean
}

export type Bucket = {
  readonly name: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly dir: string
  readonly objectsDir: string
  readonly blobsDir: string
  readonly uploadsDir: string
  readonly settings: BucketSettings
  /** `settings.policy`, parsed. */
  readonly policy: BucketPolicy | null
  readonly objects: KeyIndex<Entry>
  readonly uploads: Map<string, Upload>
  /** By key for objects, by `upload id` for multipart uploads: their names never clash (see `uploadLock`). */
  readonly lock: KeyedLock
  /** Changes that have passed their checks and are on their way to the disk. */
  pendingCommits: number
  deleted: boolean
  /** Conditional writes under way, by key: a delete in the meantime makes them conflicts. */
  readonly conditionalWrites: Map<string, Set<{ conflicted: boolean }>>
  changeSettings(change: Partial<BucketSettings>): Promise<void>
}

type SavedBucket = { name: string; createdAt: number; settings: BucketSettings }

const SETTINGS_FILE = 'bucket.json'
const SETTINGS_LOCK = '\u0000settings'

/** The lock of a multipart upload. A key can't start with NUL and hold this prefix by accident: ids are ours. */
export function uploadLock(id: string): string {
  return `\u0000upload:${id}`
}

export function bucketFolders(dir: string): string[] {
  return ['objects', 'blobs', 'uploads'].map((name) => join(dir, name))
}

export function serialiseBucket(saved: SavedBucket): string {
  return JSON.stringify(saved)
}

export function createBucketState(disk: Disk, dir: string, saved: SavedBucket): Bucket {
  let settings = saved.settings
  let policy = readPolicy(saved.name, settings)
  const lock = createKeyedLock()
  return {
    name: saved.name,
    createdAt: saved.createdAt,
    dir,
    objectsDir: join(dir, 'objects'),
    blobsDir: join(dir, 'blobs'),
    uploadsDir: join(dir, 'uploads'),
    get settings() {
      return settings
    },
    get policy() {
      return policy
    },
    objects: createKeyIndex<Entry>(),
    uploads: new Map(),
    lock,
    pendingCommits: 0,
    deleted: false,
    conditionalWrites: new Map(),
    changeSettings(change) {
      return lock(SETTINGS_LOCK, async () => {
        const next = { ...settings, ...change }
        const nextPolicy = readPolicy(saved.name, next)
        const json = serialiseBucket({ name: saved.name, createdAt: saved.createdAt, settings: next })
        await replaceFile(disk, dir, SETTINGS_FILE, json)
        settings = next
        policy = nextPolicy
      })
    },
  }
}

function readPolicy(bucket: string, settings: BucketSettings): BucketPolicy | null {
  return settings.policy === undefined ? null : parseBucketPolicy(settings.policy, bucket)
}

/**
 * Runs a change that has to find its bucket alive and keep it so until the change is on disk. DeleteBucket
 * looks at `pendingCommits`, so neither can slip in between the other's check and effect.
 */
export async function inBucket<T>(bucket: Bucket, change: () => Promise<T>): Promise<T> {
  if (bucket.deleted) throw new S3Error('NoSuchBucket', { extra: { BucketName: bucket.name } })
  bucket.pendingCommits++
  try {
    return await change()
  } finally {
    bucket.pendingCommits--
  }
}
