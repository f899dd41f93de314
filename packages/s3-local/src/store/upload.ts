import type { ChecksumAlgorithm, ChecksumType } from '../checksums/algorithms.ts'
import type { Content, ObjectDescription } from './record.ts'

export type UploadPart = {
  number: number
  size: number
  /** MD5, lower-case hex. */
  etag: string
  /** Base64, by the upload's algorithm. */
  checksum: string
  /** The checksum that came with the part, by whatever algorithm. */
  declared: { algorithm: ChecksumAlgorithm; base64: string } | null
  lastModified: number
  content: Content
}

/** A multipart upload that is neither completed nor aborted. Its parts (at most 10,000) are kept in memory. */
export type Upload = {
  id: string
  key: string
  initiatedAt: number
  description: ObjectDescription
  checksum: { algorithm: ChecksumAlgorithm; type: ChecksumType }
  /** Whether the client chose the algorithm, or S3's default applies. */
  checksumRequested: boolean
  /** The access key id that started it. */
  initiator: string | null
  parts: Map<number, UploadPart>
}

export type SavedUpload = Omit<Upload, 'parts'>
