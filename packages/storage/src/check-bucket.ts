import { HeadBucketCommand } from '@aws-sdk/client-s3'
import { translated } from './errors.ts'
import type { Storage } from './storage.ts'

/** Rejects unless the bucket exists, answers, and lets our credentials in. */
export async function checkBucket(
  storage: Storage,
  { signal }: { signal?: AbortSignal } = {},
): Promise<void> {
  const command = new HeadBucketCommand({ Bucket: storage.bucket })
  await translated('HeadBucket', () => storage.client.send(command, { abortSignal: signal }))
}
