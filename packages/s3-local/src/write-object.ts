import type { BucketCall } from './call.ts'
import { type ChecksumType, checksumHeader } from './checksums/algorithms.ts'
import type { WriteCondition } from './conditions.ts'
import { expirationHeader } from './lifecycle.ts'
import { commitObject } from './store/objects.ts'
import type { ObjectRecord, StoredChecksum } from './store/record.ts'

/**
 * What S3 computes for an object whose client sent no checksum ("Checking object integrity"): it guards the
 * object from then on, and answers show it like any other.
 */
export const DEFAULT_ALGORITHM = 'CRC64NVME'

/** HTTP dates, and so S3's, know whole seconds only. */
export function wholeSeconds(now: Date): number {
  return Math.floor(now.getTime() / 1000) * 1000
}

/** Commits a record whose bytes are on disk; `abandon` frees them where the commit is refused. */
export async function storeObject(
  call: BucketCall,
  record: ObjectRecord,
  options: { condition: WriteCondition; abandon: () => Promise<void> },
): Promise<void> {
  try {
    await commitObject(call.server.store.disk, call.bucket, record, {
      precondition: options.condition.precondition,
    })
  } catch (error) {
    await options.abandon()
    throw error
  }
}

/** What the answer to a write says of the object that it made. */
export function writtenHeaders(call: BucketCall, record: ObjectRecord): Record<string, string | undefined> {
  return {
    etag: `"${record.etag}"`,
    'x-amz-server-side-encryption': 'AES256',
    ...(record.checksum && checksumHeaders(record.checksum)),
    'x-amz-expiration': expirationHeader(call.bucket, record),
  }
}

export function checksumHeaders(checksum: StoredChecksum): Record<string, string> {
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type }
}

export function fullObject(
  checksum: { algorithm: StoredChecksum['algorithm']; base64: string } | null,
): StoredChecksum | null {
  const type: ChecksumType = 'FULL_OBJECT'
  return checksum && { algorithm: checksum.algorithm, type, value: checksum.base64 }
}
