import { S3Error } from '../errors.ts'
import { canonicalRequest, stringToSign } from './canonical.ts'
import type { CredentialScope } from './credential.ts'
import { headerValues, type RawRequest } from './request.ts'
import { sameSignature, sign, signingKey } from './signing.ts'

type SignatureInput = {
  request: RawRequest
  credential: CredentialScope
  secret: string
  amzDate: string
  signedHeaders: readonly string[]
  payloadHash: string
  /** As the client sent it. */
  signature: string
}

/** The signing key, once the signature has proved right; else SignatureDoesNotMatch. */
export function checkSignature(input: SignatureInput): Buffer {
  const { request, credential, amzDate, signature } = input
  const canonical = canonicalRequest(input)
  const toSign = stringToSign(amzDate, credential.scope, canonical)
  const key = signingKey(input.secret, credential.shortDate, credential.region)
  // A header signed as empty and one that never came would read the same in the canonical request.
  const complete = input.signedHeaders.every((name) => headerValues(request, name).length > 0)
  if (sameSignature(sign(key, toSign), signature) && complete) return key
  throw new S3Error('SignatureDoesNotMatch', {
    extra: {
      AWSAccessKeyId: credential.accessKeyId,
      StringToSign: toSign,
      SignatureProvided: signature,
      StringToSignBytes: spacedHex(toSign),
      CanonicalRequest: Buffer.from(canonical, 'latin1').toString('utf8'),
      CanonicalRequestBytes: spacedHex(canonical),
    },
  })
}

/** `host` and every `x-amz-*` header of the request must be among the signed ones. */
export function checkSignedHeaders(request: RawRequest, signedHeaders: readonly string[]): void {
  const present = new Set(request.headers.map(([name]) => name.toLowerCase()))
  const needed = ['host', ...[...present].filter((name) => name.startsWith('x-amz-'))]
  const missing = needed.filter((name) => !signedHeaders.includes(name))
  if (missing.length === 0) return
  throw new S3Error('AccessDenied', {
    message: 'There were headers present in the request which were not signed',
    extra: { HeadersNotSigned: missing.join(', ') },
  })
}

/** The names of a SignedHeaders list, lower-case; null where the list is empty or has an empty name. */
export function parseSignedHeaders(list: string): string[] | null {
  const names = list.split(';').map((name) => name.trim().toLowerCase())
  return names.some((name) => name === '') || new Set(names).size !== names.length ? null : names
}

function spacedHex(text: string): string {
  return (Buffer.from(text, 'latin1').toString('hex').match(/../g) ?? []).join(' ')
}
