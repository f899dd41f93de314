import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The token inside better-auth's signed cookie value, or null where the signature isn't the secret's. The
 * value is the session's token, a dot, and the token's HMAC-SHA256 in padded base64.
 */
export function verifyToken(signed: string, secret: string): string | null {
  const dot = signed.lastIndexOf('.')
  if (dot < 1) return null
  const token = signed.slice(0, dot)
  const signature = signed.slice(dot + 1)
  const given = Buffer.from(signature, 'base64')
  const expected = createHmac('sha256', secret).update(token).digest()
  // Node's decoder forgives what isn't base64, so only the one spelling of the signature counts.
  if (given.length !== expected.length || given.toString('base64') !== signature) return null
  return timingSafeEqual(given, expected) ? token : null
}
