import { createMiddleware } from 'hono/factory'
import type { AppContext, AppEnv, Deps } from './types.ts'

/** Gives each request an id, its caller's address and one line in the log. */
export function requestMiddleware({ log, now, newId, trustProxy }: Deps) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const startedAt = now().getTime()
    const requestId = requestIdOf(c, trustProxy) ?? newId()
    c.set('requestId', requestId)
    c.set('ip', ipOf(c, trustProxy))
    c.set('userId', null)
    c.set('log', log.child({ requestId }))
    await next()
    c.header('x-request-id', requestId)
    const { status } = c.res
    const line = {
      method: c.req.method,
      // Never the query: it holds procedure inputs.
      path: c.req.path.slice(0, 500),
      status,
      ms: now().getTime() - startedAt,
      userId: c.get('userId'),
      ip: c.get('ip'),
    }
    const message = `${line.method} ${line.path} ${status}`
    if (c.req.path === '/healthz' || c.req.path === '/readyz') c.get('log').debug(line, message)
    else if (status >= 500) c.get('log').error(line, message)
    else c.get('log').info(line, message)
  })
}

/** A proxy's own id is kept, so that its log and ours can be joined; a stranger's could forge log lines. */
function requestIdOf(c: AppContext, trustProxy: number): string | null {
  const given = trustProxy > 0 ? c.req.header('x-request-id') : undefined
  return given && /^[\w.-]{8,64}$/.test(given) ? given : null
}

/**
 * The caller's address. With `n` trusted proxies it is the n-th X-Forwarded-For entry from the right:
 * each proxy appends whom it saw, and everything further left was written by the caller.
 */
function ipOf(c: AppContext, trustProxy: number): string | null {
  const socket = c.env?.incoming?.socket.remoteAddress ?? null
  if (trustProxy === 0) return socket
  const forwarded = (c.req.header('x-forwarded-for') ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => /^[\da-fA-F.:]{2,45}$/.test(address))
  return forwarded.at(-trustProxy) ?? socket
}

/** The host name that the caller asked for, without port, lowercased. */
export function hostNameOf(c: AppContext, trustProxy: number): string {
  const forwarded = trustProxy > 0 ? c.req.header('x-forwarded-host')?.split(',').at(-1)?.trim() : undefined
  const host = forwarded || c.req.header('host') || new URL(c.req.url).host
  return host.replace(/:\d+$/, '').toLowerCase()
}
