import type { headObject } from '@holdall/storage'
import type { UploadRow } from './find.ts'
import { partCountOf } from './part-plan.ts'

export type ObjectHead = NonNullable<Awaited<ReturnType<typeof headObject>>>

export type Mismatch = 'UPLOAD_SIZE_MISMATCH' | 'UPLOAD_TYPE_MISMATCH' | 'UPLOAD_CHECKSUM_MISMATCH'

/**
 * How the object differs from what was promised, or null.
 * @param composite what the checksum of the parts' checksums must be, where that is known
 */
export function compare(
  upload: UploadRow,
  head: ObjectHead,
  composite: string | null = null,
): Mismatch | null {
  if (BigInt(head.size) !== upload.size) return 'UPLOAD_SIZE_MISMATCH'
  if (head.contentType.toLowerCase() !== upload.content_type) return 'UPLOAD_TYPE_MISMATCH'
  const sound = upload.part_size === null ? isDeclared(upload, head) : isJoined(upload, head, composite)
  return sound ? null : 'UPLOAD_CHECKSUM_MISMATCH'
}

/**
 * A bucket that keeps no checksums (Ceph) answers null. The signature bound the header all the same, and the
 * bucket that took the PUT is the only one that could have checked it.
 */
function isDeclared(upload: UploadRow, head: ObjectHead): boolean {
  return upload.sha256 === null || head.sha256 === null || head.sha256 === upload.sha256
}

/** Without the parts' checksums, their number is all that is known of what the bucket had to join. */
function isJoined(upload: UploadRow, head: ObjectHead, composite: string | null): boolean {
  if (head.sha256Composite === null) return true
  if (composite !== null) return head.sha256Composite === composite
  return head.sha256Composite.endsWith(`-${partCountOf(upload)}`)
}
