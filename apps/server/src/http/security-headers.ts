import { createMiddleware } from 'hono/factory'
import type { AppEnv, Deps } from './types.ts'

/** On every answer. Pages add their own, wider Content-Security-Policy; answers of the API load nothing. */
export function securityHeaders({ webUrl }: Pick<Deps, 'webUrl'>) {
  const secure = webUrl.startsWith('https:')
  return createMiddleware<AppEnv>(async (c, next) => {
    await next()
    const { headers } = c.res
    headers.set('x-content-type-options', 'nosniff')
    headers.set('x-frame-options', 'DENY')
    headers.set('referrer-policy', 'no-referrer')
    headers.set('cross-origin-opener-policy', 'same-origin')
    headers.set('cross-origin-resource-policy', 'same-origin')
    headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
    if (secure) headers.set('strict-transport-security', 'max-age=31536000')
    if (!headers.has('content-security-policy')) {
      headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
    }
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  })
}
