/** SHA-256 as we write it (64 lowercase hex digits) to S3's wire form. */
export function sha256ToWire(hex: string): string {
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new RangeError('sha256 must be 64 lowercase hexadecimal digits.')
  return Buffer.from(hex, 'hex').toString('base64')
}

/** Null for none, and for the composite checksum of a multipart object (`…-3`), which is no hash of its bytes. */
export function sha256FromWire(base64: string | undefined): string | null {
  if (base64 === undefined || !/^[A-Za-z0-9+/]{43}=$/.test(base64)) return null
  return Buffer.from(base64, 'base64').toString('hex')
}

/** ETags without their quotes, everywhere on our side. */
export function bareEtag(etag: string): string {
  return etag.replace(/^"|"$/g, '')
}

/**
 * S3 is asked for URL-encoded keys, since XML 1.0 can't hold every character that a key can, and says whether it
 * did. Ceph 16 encodes the keys of multipart uploads without saying so; a key that came as it is gives itself
 * away by a character that encoding would have replaced.
 */
export function keyFromWire(key: string, encodingType: string | undefined): string {
  const encoded = encodingType === 'url' || /^(?:[\w.~*/+-]|%[0-9A-Fa-f]{2})*$/.test(key)
  return encoded ? decodeURIComponent(key.replaceAll('+', ' ')) : key
}
