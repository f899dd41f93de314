const MiB = 1024 ** 2

/**
 * Files of more bytes go in parts. Below it parts cost more than they save: a file in parts takes three
 * requests beside those that carry bytes (create, list, complete), and a broken PUT of 16 MiB sends again
 * what two broken parts would.
 */
const LARGEST_PUT = 16 * MiB

/** What a broken line costs at most; S3's own minimum is 5 MiB. */
const SMALLEST_PART = 8 * MiB

/** S3's limit. */
const MAX_PARTS = 10_000

/** S3's limit for an object, in bytes. */
export const MAX_OBJECT = 5 * 1024 ** 4

/** Bytes of every part but the last, in whole MiB; null for a file that goes in one PUT. */
export function partSizeOf(size: number): number | null {
  if (size <= LARGEST_PUT) return null
  return Math.max(SMALLEST_PART, Math.ceil(size / MAX_PARTS / MiB) * MiB)
}

type Parted = { size: bigint; part_size: bigint | null }

export function partCountOf({ size, part_size }: Parted): number {
  return part_size === null ? 0 : Number((size + part_size - 1n) / part_size)
}

/** Bytes that part `partNumber`, counted from 1, must have; null when there is no such part. */
export function bytesOfPart(upload: Parted, partNumber: number): number | null {
  if (upload.part_size === null || partNumber < 1 || partNumber > partCountOf(upload)) return null
  const before = upload.part_size * BigInt(partNumber - 1)
  const left = upload.size - before
  return Number(left < upload.part_size ? left : upload.part_size)
}
