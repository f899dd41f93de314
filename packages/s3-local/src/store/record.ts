import { createHash } from 'node:crypto'
import type { ChecksumAlgorithm, ChecksumType } from '../checksums/algorithms.ts'

export type Segment = { blob: string; size: number }

/**
 * An object's bytes: small ones inside its record (base64), so that they cost one file and one fsync; others
 * in blobs, files that are written once and never change. A multipart object keeps its parts' blobs as they are.
 */
export type Content = { inline: string } | { segments: Segment[] }

export type StoredChecksum = { algorithm: ChecksumAlgorithm; type: ChecksumType; value: string }

/** A part of a completed multipart upload, for `partNumber` reads and GetObjectAttributes. */
type CompletedPart = { number: number; size: number; checksum?: string }

export type Tags = ReadonlyArray<readonly [key: string, value: string]>

/** What a client says of an object and gets back with it. */
export type ObjectDescription = {
  /** Lower-case response header → value: content-type, content-disposition, … */
  headers: Record<string, string>
  /** Names without `x-amz-meta-`, lower-case. */
  metadata: Record<string, string>
  tags: Tags
  storageClass: string
}

/** One object, whole: this JSON is the file whose rename makes the object exist. */
export type ObjectRecord = ObjectDescription & {
  key: string
  /** Milliseconds since 1970, whole seconds: HTTP dates know no more. */
  lastModified: number
  size: number
  /** Without quotes. */
  etag: string
  checksum: StoredChecksum | null
  content: Content
  parts?: CompletedPart[]
  /** The multipart upload that this object was completed from. */
  uploadId?: string
}

/** What the index holds of each object: some 200 bytes beside the key, whatever the object's size. */
export type Entry = {
  size: number
  etag: string
  lastModified: number
  storageClass: string
  checksumAlgorithm: ChecksumAlgorithm | null
  checksumType: ChecksumType | null
  /** Reads under way; blobs of a replaced object are freed when the last one ends. */
  readers: number
  doomed: readonly string[] | null
}

export function entryOf(record: ObjectRecord): Entry {
  return {
    size: record.size,
    etag: record.etag,
    lastModified: record.lastModified,
    storageClass: record.storageClass,
    checksumAlgorithm: record.checksum?.algorithm ?? null,
    checksumType: record.checksum?.type ?? null,
    readers: 0,
    doomed: null,
  }
}

/** Keys hold `..`, `//` and anything else; their hash is always a safe file name. */
export function recordName(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

export function blobsOf(content: Content): string[] {
  return 'inline' in content ? [] : content.segments.map((segment) => segment.blob)
}
