import { CompleteMultipartUploadCommand } from '@aws-sdk/client-s3'
import { required, translated } from './errors.ts'
import { headObject } from './head-object.ts'
import type { Storage } from './storage.ts'
import { bareEtag, sha256ToWire } from './wire.ts'

type CompleteMultipart = {
  key: string
  multipartId: string
  /** In any order. A part's checksum is given wherever the server has one (listParts() says). */
  parts: readonly { partNumber: number; etag: string; sha256?: string | null }[]
  /** Refuses with `PreconditionFailed` when the key holds an object already. */
  ifNoneMatch?: true
}

/** S3 may join thousands of parts before it answers; its guide says to expect minutes. */
const COMPLETE_TIMEOUT = 5 * 60_000

/**
 * Makes the object visible, whole, at once. A repetition after success rejects with `NoSuchUpload` (or
 * `PreconditionFailed`), as does one that this package's own retry made: then headObject() tells.
 *
 * @returns `sha256Composite`: S3's checksum of the parts' checksums, `<base64>-<number of parts>`.
 */
export async function completeMultipart(
  storage: Storage,
  { key, multipartId, parts, ifNoneMatch }: CompleteMultipart,
): Promise<{ etag: string; sha256Composite?: string }> {
  const Parts = [...parts]
    .sort((a, b) => a.partNumber - b.partNumber)
    .map(({ partNumber, etag, sha256 }) => ({
      PartNumber: partNumber,
      ETag: `"${bareEtag(etag)}"`,
      ...(sha256 ? { ChecksumSHA256: sha256ToWire(sha256) } : {}),
    }))
  const command = new CompleteMultipartUploadCommand({
    Bucket: storage.bucket,
    Key: key,
    UploadId: multipartId,
    MultipartUpload: { Parts },
    ...(ifNoneMatch ? { IfNoneMatch: '*' } : {}),
  })
  const done = await translated('CompleteMultipartUpload', () =>
    storage.client.send(command, { requestTimeout: COMPLETE_TIMEOUT }),
  )
  // Ceph 16 joins the parts and answers an empty ETag.
  const etag = done.ETag ? bareEtag(done.ETag) : (await headObject(storage, { key }))?.etag
  return { etag: required(etag, 'CompleteMultipartUpload', 'ETag'), sha256Composite: done.ChecksumSHA256 }
}
