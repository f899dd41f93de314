import { GetBucketEncryptionCommand, PutBucketEncryptionCommand } from '@aws-sdk/client-s3'
import { isUnsupported, StorageError, translated } from '../errors.ts'
import type { Storage } from '../storage.ts'
import { readSetting } from './read-setting.ts'

/** Encryption at rest with S3's own keys, unless the bucket has a default already (AWS: always). */
export async function setEncryption(storage: Storage): Promise<boolean> {
  if (await isEncrypted(storage)) return true
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }]
  const command = new PutBucketEncryptionCommand({
    Bucket: storage.bucket,
    ServerSideEncryptionConfiguration: { Rules },
  })
  try {
    await translated('PutBucketEncryption', () => storage.client.send(command))
  } catch (error) {
    // Servers that encrypt with a key service alone refuse the one algorithm that needs none (Ceph 16).
    if (isUnsupported(error) || (error instanceof StorageError && error.status === 400)) return false
    throw error
  }
  return isEncrypted(storage)
}

async function isEncrypted(storage: Storage): Promise<boolean> {
  const command = new GetBucketEncryptionCommand({ Bucket: storage.bucket })
  const answer = await readSetting('GetBucketEncryption', () => storage.client.send(command))
  return (answer?.ServerSideEncryptionConfiguration?.Rules ?? []).length > 0
}
