/**
 * Above this many bytes a file is sent without a hash: WebCrypto takes one whole buffer, and a few
 * buffers at once must fit into a phone's memory. The bucket then checks the size alone. 32 MiB take
 * about 40 ms at WebCrypto's 870 MiB/s, far less than sending them.
 */
export const HASHED_UP_TO = 32 * 1024 * 1024

/** SHA-256 in lowercase hex, or null where it isn't cheap: a large file, or a page without WebCrypto. */
export async function sha256Of(file: Blob): Promise<string | null> {
  // Browsers hide `subtle` from pages served over plain http.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle
  if (file.size > HASHED_UP_TO || !subtle) return null
  const digest = await subtle.digest('SHA-256', await file.arrayBuffer())
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
