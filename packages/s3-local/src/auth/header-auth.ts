import { S3Error } from '../errors.ts'
import { checkSignature, checkSignedHeaders, parseSignedHeaders } from './check-signature.ts'
import { checkScopeDate, findSecret, HEADER_PLACE, parseCredential } from './credential.ts'
import { formatAmzDate, formatErrorDate, MAX_SKEW_MS, parseAmzDate } from './dates.ts'
import { parsePayload } from './payload-hash.ts'
import { headerValue, headerValues, type RawRequest } from './request.ts'
import type { AuthOptions, Verified } from './types.ts'

const SIGV2 = 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.'

/** Verifies `Authorization: AWS4-HMAC-SHA256 …`. */
export function verifyHeaderAuth(request: RawRequest, authorization: string, options: AuthOptions): Verified {
  const { credential, signedHeaders, signature } = parseAuthorization(authorization, options.region)
  const { amzDate, date } = requestDate(request)
  checkScopeDate(credential, amzDate, HEADER_PLACE)
  const secret = findSecret(options.credentials, credential.accessKeyId)
  checkSkew(date, amzDate, options.now)

  const payloadHash = headerValue(request, 'x-amz-content-sha256')
  if (payloadHash === undefined) {
    throw new S3Error('InvalidRequest', {
      message: 'Missing required header for this request: x-amz-content-sha256',
    })
  }
  parsePayload(payloadHash, null)
  checkSignedHeaders(request, signedHeaders)
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
    authType: 'REST-HEADER',
    signatureAgeMs: Math.max(0, options.now.getTime() - date.getTime()),
    signedHeaders: new Set(signedHeaders),
    payload: parsePayload(payloadHash, { signature, signingKey, scope: credential.scope, amzDate }),
  }
}

function parseAuthorization(value: string, region: string) {
  const [algorithm = '', rest] = splitOnce(value, ' ')
  if (algorithm === 'AWS') {
    if (rest?.includes(':')) throw new S3Error('InvalidRequest', { message: SIGV2 })
    throw argumentError(value, 'AWS authorization header is invalid.  Expected AwsAccessKeyId:signature')
  }
  if (rest === undefined) {
    throw argumentError(value, "Authorization header is invalid -- one and only one ' ' (space) required")
  }
  if (algorithm !== 'AWS4-HMAC-SHA256') throw argumentError(value, 'Unsupported Authorization Type')

  const fields = new Map<string, string>()
  for (const component of rest.split(',').map((part) => part.trim())) {
    const [name, given] = splitOnce(component, '=')
    if (!given || fields.has(name)) {
      throw malformed(`the authorization component "${component}" is malformed.`)
    }
    fields.set(name, given)
  }
  const credential = fields.get('Credential')
  const signedHeaders = fields.get('SignedHeaders')
  const signature = fields.get('Signature')
  if (!credential || !signedHeaders || !signature || fields.size !== 3) {
    throw malformed(
      'the authorization header requires three components: Credential, SignedHeaders, and Signature.',
    )
  }
  const names = parseSignedHeaders(signedHeaders)
  if (!names) throw malformed(`the authorization component "SignedHeaders=${signedHeaders}" is malformed.`)
  return { credential: parseCredential(credential, region, HEADER_PLACE), signedHeaders: names, signature }
}

/** `x-amz-date` where it is there, else `Date` (ISO 8601 basic or RFC 7231's form). */
function requestDate(request: RawRequest): { amzDate: string; date: Date } {
  const values = headerValues(request, 'x-amz-date')
  const given = (values.length > 0 ? values : headerValues(request, 'date')).map((value) => value.trim())
  const [text] = given
  const date = given.length === 1 && text !== undefined ? readDate(text, values.length > 0) : null
  if (!date) {
    throw new S3Error('AccessDenied', {
      message: 'AWS authentication requires a valid Date or x-amz-date header',
    })
  }
  return { amzDate: formatAmzDate(date), date }
}

function readDate(text: string, isAmzDate: boolean): Date | null {
  const date = parseAmzDate(text)
  if (date || isAmzDate || !/^[A-Z][a-z]{2}, \d/.test(text)) return date
  const httpDate = new Date(text)
  return Number.isNaN(httpDate.getTime()) || httpDate.getTime() < 0 || httpDate.getUTCFullYear() > 9999
    ? null
    : httpDate
}

function checkSkew(date: Date, amzDate: string, now: Date): void {
  if (Math.abs(now.getTime() - date.getTime()) <= MAX_SKEW_MS) return
  throw new S3Error('RequestTimeTooSkewed', {
    extra: {
      RequestTime: amzDate,
      ServerTime: formatErrorDate(now),
      MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
    },
  })
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)]
}

function argumentError(value: string, message: string): S3Error {
  return new S3Error('InvalidArgument', {
    message,
    extra: { ArgumentName: 'Authorization', ArgumentValue: value },
  })
}

function malformed(what: string): S3Error {
  return new S3Error('AuthorizationHeaderMalformed', {
    message: `The authorization header is malformed; ${what}`,
  })
}
