import { headerValue, type RawRequest } from './auth/request.ts'
import { matchCors } from './cors.ts'
import type { Address } from './route.ts'
import type { Store } from './store/store.ts'

/** The CORS headers that go with whatever answer this request gets; none without an Origin or a rule for it. */
export function corsHeaders(store: Store, address: Address, raw: RawRequest): Record<string, string> {
  const origin = headerValue(raw, 'origin')
  const rules = address.bucket === null ? undefined : store.find(address.bucket)?.settings.cors
  if (origin === undefined || !rules || raw.method === 'OPTIONS') return {}
  return matchCors(rules, { origin, method: raw.method, requestHeaders: null }) ?? {}
}
