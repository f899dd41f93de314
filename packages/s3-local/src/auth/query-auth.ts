import { S3Error } from '../errors.ts'
import { checkSignature, checkSignedHeaders, parseSignedHeaders } from './check-signature.ts'
import { checkScopeDate, findSecret, parseCredential, QUERY_PLACE } from './credential.ts'
import { formatErrorDate, MAX_SKEW_MS, parseAmzDate } from './dates.ts'
import { parsePayload } from './payload-hash.ts'
import { headerValue, queryPairs, type RawRequest } from './request.ts'
import type { AuthOptions, Verified } from './types.ts'

/** Seven days, in seconds. */
const MAX_EXPIRES = 604_800
const REQUIRED = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-Date',
  'X-Amz-SignedHeaders',
  'X-Amz-Expires',
] as const

type PresignedParameters = Record<(typeof REQUIRED)[number], string>

/** Verifies a presigned URL. */
export function verifyQueryAuth(request: RawRequest, options: AuthOptions): Verified {
  const pairs = queryPairs(request.rawQuery)
  const parameters = presignedParameters(pairs)
  if (parameters['X-Amz-Algorithm'] !== 'AWS4-HMAC-SHA256') {
    throw invalid('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"')
  }
  const amzDate = parameters['X-Amz-Date']
  const date = parseAmzDate(amzDate)
  if (!date) throw invalid("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
  const expires = parseExpires(parameters['X-Amz-Expires'])
  const credential = parseCredential(parameters['X-Amz-Credential'], options.region, QUERY_PLACE)
  checkScopeDate(credential, amzDate, QUERY_PLACE)
  const signedHeaders = parseSignedHeaders(parameters['X-Amz-SignedHeaders'])
  if (!signedHeaders) throw invalid('X-Amz-SignedHeaders is malformed')
  const secret = findSecret(options.credentials, credential.accessKeyId)
  checkLifetime({ date, amzDate, expires, now: options.now })

  checkSignedHeaders(request, signedHeaders)
  const payloadHash =
    headerValue(request, 'x-amz-content-sha256') ??
    pairs.find(([name]) => name.toLowerCase() === 'x-amz-content-sha256')?.[1] ??
    'UNSIGNED-PAYLOAD'
  parsePayload(payloadHash, null)
  const signature = parameters['X-Amz-Signature']
  const signingKey = checkSignature({
    request,
    credential,
    secret,
    amzDate,
    signedHeaders,
    payloadHash,
    signature,
  })
  return {
    identity: { accessKeyId: credential.accessKeyId },
    authType: 'REST-QUERY-STRING',
    signatureAgeMs: Math.max(0, options.now.getTime() - date.getTime()),
    signedHeaders: new Set(signedHeaders),
    payload: parsePayload(payloadHash, { signature, signingKey, scope: credential.scope, amzDate }),
  }
}

/** A parameter given twice would let the one that is checked differ from the one that is used. */
function presignedParameters(pairs: ReadonlyArray<readonly [string, string]>): PresignedParameters {
  const found: Record<string, string> = {}
  for (const name of REQUIRED) {
    const values = pairs.filter(([given]) => given === name)
    const value = values.length === 1 ? values[0]?.[1] : undefined
    if (!value) {
      throw invalid(
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      )
    }
    found[name] = value
  }
  return found as PresignedParameters
}

function parseExpires(text: string): number {
  if (!/^-?\d+$/.test(text)) throw invalid('X-Amz-Expires should be a number')
  const seconds = Number(text)
  if (seconds < 1) throw invalid('X-Amz-Expires must be non-negative')
  if (seconds > MAX_EXPIRES) {
    throw invalid(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    )
  }
  return seconds
}

type Lifetime = { date: Date; amzDate: string; expires: number; now: Date }

function checkLifetime({ date, amzDate, expires, now }: Lifetime): void {
  if (date.getTime() - now.getTime() > MAX_SKEW_MS) {
    throw new S3Error('AccessDenied', {
      message: 'Request is not valid yet',
      extra: { 'X-Amz-Date': amzDate, ServerTime: formatErrorDate(now) },
    })
  }
  const end = new Date(date.getTime() + expires * 1000)
  if (now.getTime() > end.getTime()) {
    throw new S3Error('AccessDenied', {
      message: 'Request has expired',
      extra: {
        'X-Amz-Expires': String(expires),
        Expires: formatErrorDate(end),
        ServerTime: formatErrorDate(now),
      },
    })
  }
}

function invalid(message: string): S3Error {
  return new S3Error('AuthorizationQueryParametersError', { message })
}
