import { headerValue, type RawRequest } from '../auth/request.ts'
import type { Reply } from '../call.ts'
import { matchCors } from '../cors.ts'
import { S3Error } from '../errors.ts'
import type { Address } from '../route.ts'
import type { Store } from '../store/store.ts'

/** A browser's question before a cross-origin request. It carries no credentials, so nothing else is checked. */
export function preflight(store: Store, address: Address, raw: RawRequest): Reply {
  const origin = headerValue(raw, 'origin')
  const method = headerValue(raw, 'access-control-request-method')
  if (origin === undefined) {
    throw new S3Error('BadRequest', { message: 'Insufficient information. Origin request header needed.' })
  }
  if (method === undefined) {
    throw new S3Error('BadRequest', { message: 'Invalid Access-Control-Request-Method: null' })
  }
  const rules = address.bucket === null ? undefined : store.bucket(address.bucket).settings.cors
  const extra = { Method: method, ResourceType: address.key === null ? 'BUCKET' : 'OBJECT' }
  if (!rules)
    throw new S3Error('AccessDenied', {
      message: 'CORSResponse: CORS is not enabled for this bucket.',
      extra,
    })
  const requestHeaders = (headerValue(raw, 'access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const headers = matchCors(rules, { origin, method, requestHeaders })
  if (!headers) {
    throw new S3Error('AccessDenied', {
      message:
        "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
      extra,
    })
  }
  return { status: 200, headers }
}
