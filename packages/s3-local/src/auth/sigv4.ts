import { S3Error } from '../errors.ts'
import { verifyHeaderAuth } from './header-auth.ts'
import { parsePayload } from './payload-hash.ts'
import { verifyQueryAuth } from './query-auth.ts'
import { headerValue, headerValues, queryPairs, type RawRequest } from './request.ts'
import type { AuthOptions, Verified } from './types.ts'

export type { AuthOptions, Verified } from './types.ts'

const V4_PARAMETERS = new Set(['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature'])
const V2_PARAMETERS = new Set(['AWSAccessKeyId', 'Signature'])

/**
 * Says who sent a request, by header or by presigned URL (Signature Version 4), or that nobody signed it.
 * Throws S3's own error for each way in which a signature can be wrong.
 * Source: Amazon S3 API reference, "Authenticating requests (AWS Signature Version 4)".
 */
export function verifyRequest(request: RawRequest, options: AuthOptions): Verified {
  const authorizations = headerValues(request, 'authorization').map((value) => value.trim())
  const names = queryPairs(request.rawQuery).map(([name]) => name)
  const byQuery = names.some((name) => V4_PARAMETERS.has(name))
  const byQueryV2 = names.some((name) => V2_PARAMETERS.has(name))
  const [authorization] = authorizations

  if (authorizations.length > 1 || (authorization && (byQuery || byQueryV2))) {
    throw new S3Error('InvalidArgument', {
      message:
        'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
      extra: { ArgumentName: 'Authorization', ArgumentValue: authorizations.join(', ') },
    })
  }
  if (byQueryV2) {
    throw new S3Error('InvalidRequest', {
      message: 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    })
  }
  refuseSessionToken(request)
  if (authorization) return verifyHeaderAuth(request, authorization, options)
  if (byQuery) return verifyQueryAuth(request, options)
  return anonymous(request)
}

/** Credentials are permanent here: no session token can be a valid one. */
function refuseSessionToken(request: RawRequest): void {
  const token =
    headerValue(request, 'x-amz-security-token') ??
    queryPairs(request.rawQuery).find(([name]) => name.toLowerCase() === 'x-amz-security-token')?.[1]
  if (token !== undefined) throw new S3Error('InvalidToken', { extra: { 'Token-0': token } })
}

function anonymous(request: RawRequest): Verified {
  const payload = parsePayload(headerValue(request, 'x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD', null)
  // Signed chunks chain from a request signature, and there is none.
  if (payload.kind === 'streaming' && payload.signed) throw new S3Error('AccessDenied')
  return { identity: null, authType: null, signatureAgeMs: null, signedHeaders: new Set(), payload }
}
