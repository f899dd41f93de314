import { handleAuth } from '@holdall/auth'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { jsonError } from './errors.ts'
import { isForeignSignIn } from './origin.ts'
import type { AppContext, AppEnv, Deps } from './types.ts'

/** Bytes. */
const MAX_BODY = 64 * 1024

/** Mounts sign-up, sign-in and sessions at /api/auth. */
export function authRoutes(deps: Deps): Hono<AppEnv> {
  const routes = new Hono<AppEnv>()
  routes.use(
    '*',
    async (c, next) => {
      if (isForeignSignIn(c, deps)) {
        return jsonError(c, 403, {
          reason: 'ORIGIN_NOT_ALLOWED',
          message: 'This site may not act for you here.',
        })
      }
      await next()
    },
    bodyLimit({
      maxSize: MAX_BODY,
      onError: (c) => {
        c.header('connection', 'close')
        return jsonError(c as AppContext, 413, {
          reason: 'REQUEST_TOO_LARGE',
          message: 'This request is larger than 64 KiB.',
        })
      },
    }),
  )
  routes.all('*', (c) => handleAuth(deps.auth, c.req.raw, { ip: c.get('ip') ?? undefined }))
  return routes
}
