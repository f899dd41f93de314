import { createHmac, timingSafeEqual } from 'node:crypto'

/** The key that signs one day's requests to S3 in one region. */
export function signingKey(secret: string, shortDate: string, region: string): Buffer {
  const date = hmac(`AWS4${secret}`, shortDate)
  return hmac(hmac(hmac(date, region), 's3'), 'aws4_request')
}

/** Lower-case hex. The text is a byte string. */
export function sign(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text, 'latin1').digest('hex')
}

/** Compares two signatures in a time that tells nothing of where they differ. */
export function sameSignature(expected: string, given: string): boolean {
  const a = Buffer.from(expected, 'latin1')
  const b = Buffer.from(given, 'latin1')
  return a.length === b.length && timingSafeEqual(a, b)
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest()
}
