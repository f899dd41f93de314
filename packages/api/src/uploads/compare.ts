import type { headObject } from '@holdall/storage'
import type { UploadRow } from './find.ts'

export type ObjectHead = NonNullable<Awaited<ReturnType<typeof headObject>>>

export type Mismatch = 'UPLOAD_SIZE_MISMATCH' | 'UPLOAD_TYPE_MISMATCH' | 'UPLOAD_CHECKSUM_MISMATCH'

/** How the object differs from what was promised, or null. */
export function compare(upload: UploadRow, head: ObjectHead): Mismatch | null {
  if (BigInt(head.size) !== upload.size) return 'UPLOAD_SIZE_MISMATCH'
  if (head.contentType.toLowerCase() !== upload.content_type) return 'UPLOAD_TYPE_MISMATCH'
  // A bucket that keeps no checksums (Ceph) answers null. The signature bound the header all the same, and
  // the bucket that took the PUT is the only one that could have checked it.
  if (upload.sha256 !== null && head.sha256 !== null && head.sha256 !== upload.sha256) {
    return 'UPLOAD_CHECKSUM_MISMATCH'
  }
  return null
}
