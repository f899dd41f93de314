import { presign } from './presign.ts'
import { type PresignedPut, wholeBytes } from './presign-put.ts'
import type { Storage } from './storage.ts'
import { sha256ToWire } from './wire.ts'

type PresignPart = {
  key: string
  multipartId: string
  /** 1 to 10,000. */
  partNumber: number
  /** Bytes. */
  size: number
  /** 64 lowercase hex digits. AWS refuses a part without it, since createMultipart() asks for SHA-256. */
  sha256?: string
  /** Seconds. */
  expiresIn: number
  now?: Date
}

/** A URL that stores one part of this number, size and checksum. Sent again, it replaces the part by the same bytes. */
export async function presignPart(storage: Storage, params: PresignPart): Promise<PresignedPut> {
  const { key, multipartId, partNumber, size, sha256, expiresIn, now } = params
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > 10_000) {
    throw new RangeError('partNumber must be 1 to 10,000.')
  }
  const headers: Record<string, string> =
    sha256 === undefined ? {} : { 'x-amz-checksum-sha256': sha256ToWire(sha256) }
  const { url, expiresAt } = await presign(storage, {
    method: 'PUT',
    key,
    query: { partNumber: String(partNumber), uploadId: multipartId, 'x-id': 'UploadPart' },
    headers: { ...headers, 'content-length': wholeBytes(size) },
    expiresIn,
    now,
  })
  return { url, headers, expiresAt }
}
