import { type BucketLocationConstraint, CreateBucketCommand, HeadBucketCommand } from '@aws-sdk/client-s3'
import { isMissing, StorageError, translated } from '../errors.ts'
import type { Storage } from '../storage.ts'

export async function createBucket(storage: Storage): Promise<void> {
  if (await bucketExists(storage)) return
  try {
    await create(storage, storage.region)
  } catch (error) {
    const code = error instanceof StorageError ? error.code : ''
    // Another server, starting at the same time, was first.
    if (code === 'BucketAlreadyOwnedByYou') return
    // Other S3 servers have their own names for places, or none.
    if (code !== 'InvalidLocationConstraint') throw error
    await create(storage, null)
  }
}

async function bucketExists(storage: Storage): Promise<boolean> {
  try {
    await translated('HeadBucket', () =>
      storage.client.send(new HeadBucketCommand({ Bucket: storage.bucket })),
    )
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

async function create(storage: Storage, place: string | null): Promise<void> {
  // S3 refuses the name of its oldest region here: it is what no constraint means.
  const located = place !== null && place !== 'us-east-1'
  const command = new CreateBucketCommand({
    Bucket: storage.bucket,
    ...(located && { CreateBucketConfiguration: { LocationConstraint: place as BucketLocationConstraint } }),
  })
  await translated('CreateBucket', () => storage.client.send(command))
}
