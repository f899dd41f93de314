import { CreateMultipartUploadCommand } from '@aws-sdk/client-s3'
import { required, translated } from './errors.ts'
import type { Storage } from './storage.ts'

/** Starts a multipart upload whose parts each carry their own SHA-256. Nothing is visible until it is completed. */
export async function createMultipart(
  storage: Storage,
  { key, contentType }: { key: string; contentType: string },
): Promise<{ multipartId: string }> {
  const command = new CreateMultipartUploadCommand({
    Bucket: storage.bucket,
    Key: key,
    ContentType: contentType,
    ChecksumAlgorithm: 'SHA256',
  })
  const { UploadId } = await translated('CreateMultipartUpload', () => storage.client.send(command))
  return { multipartId: required(UploadId, 'CreateMultipartUpload', 'UploadId') }
}
