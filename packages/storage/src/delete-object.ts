import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import { translated } from './errors.ts'
import type { Storage } from './storage.ts'

/** Deleting what isn't there succeeds, so it can be repeated. */
export async function deleteObject(storage: Storage, { key }: { key: string }): Promise<void> {
  const command = new DeleteObjectCommand({ Bucket: storage.bucket, Key: key })
  await translated('DeleteObject', () => storage.client.send(command))
}
