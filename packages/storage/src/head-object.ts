import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { isMissing, required, translated } from './errors.ts'
import type { Storage } from './storage.ts'
import { bareEtag, sha256FromWire } from './wire.ts'

export type ObjectHead = {
  /** Bytes. */
  size: number
  contentType: string
  /** Without quotes. */
  etag: string
  /** Hex; null where the bucket keeps none, or keeps a multipart object's composite one. */
  sha256: string | null
  /** Of an object joined from parts, S3's checksum of their checksums: `<base64>-<number of parts>`. */
  sha256Composite: string | null
  lastModified: Date
}

/** What is really in the bucket, or null. S3 says a missing bucket in the same way as a missing object. */
export async function headObject(storage: Storage, { key }: { key: string }): Promise<ObjectHead | null> {
  const command = new HeadObjectCommand({ Bucket: storage.bucket, Key: key, ChecksumMode: 'ENABLED' })
  try {
    const head = await translated('HeadObject', () => storage.client.send(command))
    return {
      size: required(head.ContentLength, 'HeadObject', 'Content-Length'),
      contentType: head.ContentType ?? 'application/octet-stream',
      etag: bareEtag(required(head.ETag, 'HeadObject', 'ETag')),
      sha256: head.ChecksumType === 'COMPOSITE' ? null : sha256FromWire(head.ChecksumSHA256),
      sha256Composite: isComposite(head) ? (head.ChecksumSHA256 ?? null) : null,
      lastModified: required(head.LastModified, 'HeadObject', 'Last-Modified'),
    }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** Servers that came before ChecksumType say it by the number of parts at the end. */
function isComposite(head: { ChecksumType?: string; ChecksumSHA256?: string }): boolean {
  return head.ChecksumType === 'COMPOSITE' || /-\d+$/.test(head.ChecksumSHA256 ?? '')
}
