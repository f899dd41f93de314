import { headerValue, type RawRequest } from '../auth/request.ts'
import type { Reply } from '../call.ts'
import { answerPreflight } from '../cors.ts'
import type { Address } from '../route.ts'
import type { Store } from '../store/store.ts'

/** A browser's question before a cross-origin request. It carries no credentials, so nothing else is checked. */
export function preflight(store: Store, address: Address, raw: RawRequest): Reply {
  const rules = address.bucket === null ? undefined : store.bucket(address.bucket).settings.cors
  const headers = answerPreflight(rules ?? null, {
    origin: headerValue(raw, 'origin'),
    method: headerValue(raw, 'access-control-request-method'),
    headers: headerValue(raw, 'access-control-request-headers'),
    resourceType: address.key === null ? 'BUCKET' : 'OBJECT',
  })
  return { status: 200, headers }
}
