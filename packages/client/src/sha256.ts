import { UploadError } from './upload-error.ts'

/**
 * Above this many bytes a file is announced without a hash: the whole of it would have to be read before the
 * first byte is sent. Larger ones go in parts, each with a hash of its own, read while others are sent.
 */
export const HASHED_UP_TO = 32 * 1024 * 1024

/** SHA-256 in lowercase hex, or null where it isn't cheap. */
export async function sha256Of(file: Blob): Promise<string | null> {
  return file.size > HASHED_UP_TO ? null : await digestOf(file)
}

/**
 * SHA-256 of these bytes in lowercase hex. WebCrypto hashes on a thread of its own (870 MiB/s), but takes one
 * whole buffer, and browsers hide it from pages served over plain http.
 * @throws UploadError FILE_UNREADABLE when there are other bytes than `blob.size` says, or none can be read
 */
export async function digestOf(blob: Blob): Promise<string> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle
  try {
    if (!subtle || blob.size > HASHED_UP_TO) return await digestOfStream(blob)
    const bytes = await blob.arrayBuffer()
    mustBeWhole(blob, bytes.byteLength)
    return hex(new Uint8Array(await subtle.digest('SHA-256', bytes)))
  } catch (cause) {
    throw cause instanceof UploadError ? cause : new UploadError('FILE_UNREADABLE', { cause })
  }
}

/** Piece by piece, so that a part of any size needs no more memory than a piece. */
async function digestOfStream(blob: Blob): Promise<string> {
  const { sha256 } = await import('@noble/hashes/sha2.js')
  const digest = sha256.create()
  const reader = blob.stream().getReader()
  let read = 0
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    digest.update(piece.value)
    read += piece.value.byteLength
  }
  mustBeWhole(blob, read)
  return hex(digest.digest())
}

function mustBeWhole(blob: Blob, read: number): void {
  if (read !== blob.size) throw new UploadError('FILE_UNREADABLE')
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
