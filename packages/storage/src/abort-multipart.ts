import { AbortMultipartUploadCommand } from '@aws-sdk/client-s3'
import { isMissing, translated } from './errors.ts'
import type { Storage } from './storage.ts'

/**
 * Frees the parts. An upload that isn't there is fine. A part that is being received meanwhile may survive it
 * (S3's documentation of AbortMultipartUpload): abort again once the part URLs have expired.
 */
export async function abortMultipart(
  storage: Storage,
  { key, multipartId }: { key: string; multipartId: string },
): Promise<void> {
  const command = new AbortMultipartUploadCommand({ Bucket: storage.bucket, Key: key, UploadId: multipartId })
  try {
    await translated('AbortMultipartUpload', () => storage.client.send(command))
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}
