import { presign } from './presign.ts'
import type { Storage } from './storage.ts'
import { sha256ToWire } from './wire.ts'

type PresignPut = {
  key: string
  /** Bytes. */
  size: number
  contentType: string
  /** 64 lowercase hex digits. */
  sha256?: string
  /** Seconds. */
  expiresIn: number
  now?: Date
}

export type PresignedPut = {
  url: string
  /** What the client must send, besides Host and Content-Length, which HTTP clients (browsers above all) set. */
  headers: Record<string, string>
  /** Never later than the expiry of the credentials that signed it. */
  expiresAt: Date
}

/**
 * A URL that stores one object of this key, size, type and (where given) checksum, once: another size, type or
 * checksum doesn't match the signature, and `if-none-match: *` makes the second PUT answer 412.
 */
export async function presignPut(storage: Storage, params: PresignPut): Promise<PresignedPut> {
  const { key, size, contentType, sha256, expiresIn, now } = params
  const headers = {
    'content-type': contentType,
    'if-none-match': '*',
    ...(sha256 === undefined ? {} : { 'x-amz-checksum-sha256': sha256ToWire(sha256) }),
  }
  const { url, expiresAt } = await presign(storage, {
    method: 'PUT',
    key,
    query: { 'x-id': 'PutObject' },
    headers: { ...headers, 'content-length': wholeBytes(size) },
    expiresIn,
    now,
  })
  return { url, headers, expiresAt }
}

/** A size as the Content-Length header that is signed. */
export function wholeBytes(size: number): string {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError('size must be a whole number of bytes.')
  return String(size)
}
