import { Hono } from 'hono'
import { authRoutes } from './http/auth.ts'
import { jsonError } from './http/errors.ts'
import { healthRoutes } from './http/health.ts'
import { requestMiddleware } from './http/request.ts'
import { securityHeaders } from './http/security-headers.ts'
import { trpcRoutes } from './http/trpc.ts'
import type { AppEnv, Deps } from './http/types.ts'
import { siteRoutes } from './static/routes.ts'

/** The whole server but its port: what production serves is what the tests call. */
export function createApp(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.use('*', requestMiddleware(deps), securityHeaders(deps))
  app.route('/', healthRoutes(deps))
  app.route('/api/auth', authRoutes(deps))
  app.route('/trpc', trpcRoutes(deps))
  app.all('/api/*', (c) => notFound(c))
  if (deps.sites) app.route('/', siteRoutes(deps, deps.sites))
  app.notFound((c) => notFound(c))
  app.onError((err, c) => {
    c.get('log').error({ err }, 'a request failed')
    return jsonError(c, 500, {
      reason: 'INTERNAL',
      message: 'Something went wrong on our side. Quote the request id when you report it.',
    })
  })
  return app
}

function notFound(c: Parameters<typeof jsonError>[0]): Response {
  return jsonError(c, 404, { reason: 'NOT_FOUND', message: 'There is nothing at this address.' })
}
