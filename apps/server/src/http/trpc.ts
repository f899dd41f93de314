import { AppError, appRouter, type Context, type ErrorReason, logError } from '@holdall/api/server'
import { getSessionUser } from '@holdall/auth'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { trpcError } from './errors.ts'
import { isForeignWrite } from './origin.ts'
import type { AppContext, AppEnv, Deps } from './types.ts'

/** Bytes. A presign of 100 files with the longest names is about 70 KB. */
const MAX_BODY = 1024 ** 2
/** Characters. Queries carry their input in the URL. */
const MAX_URL = 8192
/** Calls in one request. Clients batch what one page asks for at once. */
const MAX_BATCH = 20
const METHODS = new Set(['GET', 'POST', 'HEAD', 'OPTIONS'])

/** Mounts the router at /trpc. */
export function trpcRoutes(deps: Deps): Hono<AppEnv> {
  const routes = new Hono<AppEnv>()
  routes.use(
    '*',
    async (c, next) => {
      if (c.req.url.length > MAX_URL) {
        const message = `This request's URL is longer than ${MAX_URL} characters. Send fewer calls at once.`
        return refuse(c, deps, { message, code: 'URI_TOO_LONG', httpStatus: 414 })
      }
      if (!METHODS.has(c.req.method)) {
        const message = 'Queries are sent by GET, mutations by POST.'
        return refuse(c, deps, {
          reason: 'INVALID_INPUT',
          message,
          code: 'METHOD_NOT_SUPPORTED',
          httpStatus: 405,
        })
      }
      const path = decodedPath(c)
      if (path === null) {
        return trpcError(c, { error: new AppError('PROCEDURE_NOT_FOUND'), ctx: contextOf(c, deps, null) })
      }
      if (c.req.query('batch') && path.split(',').length > MAX_BATCH) {
        const message = `Send at most ${MAX_BATCH} calls in one batch.`
        return refuse(c, deps, { message, code: 'BAD_REQUEST', httpStatus: 400 })
      }
      if (isForeignWrite(c, deps)) {
        return trpcError(c, { error: new AppError('ORIGIN_NOT_ALLOWED'), ctx: contextOf(c, deps, null) })
      }
      await next()
    },
    bodyLimit({
      maxSize: MAX_BODY,
      onError: (c) => {
        const message = 'This request is larger than 1 MiB. Send fewer files or calls at once.'
        // The rest of the body is not read: no other request can follow on this connection.
        c.header('connection', 'close')
        return refuse(c as AppContext, deps, { message, code: 'PAYLOAD_TOO_LARGE', httpStatus: 413 })
      },
    }),
  )
  routes.all('*', (c) => answer(c, deps))
  return routes
}

async function answer(c: AppContext, deps: Deps): Promise<Response> {
  let ctx = contextOf(c, deps, null)
  try {
    ctx = contextOf(c, deps, await getSessionUser(deps.auth, c.req.raw.headers))
  } catch (err) {
    c.get('log').error({ err }, 'the session could not be read')
    return trpcError(c, { error: new AppError('DATABASE_UNAVAILABLE', { cause: err }), ctx })
  }
  c.set('userId', ctx.user?.id ?? null)
  return fetchRequestHandler({
    endpoint: '/trpc',
    req: c.req.raw,
    router: appRouter,
    // Refused above with a request id already; this is the count that tRPC itself goes by.
    maxBatchSize: MAX_BATCH,
    createContext: () => ctx,
    onError: ({ error, path }) => logError(c.get('log'), { error, path, ctx }),
  })
}

function contextOf(c: AppContext, deps: Deps, user: Context['user']): Context {
  const { db, storage, policy, now, newId, afterCommit } = deps
  const userAgent = c.req.header('user-agent')?.slice(0, 500) ?? null
  const request = { id: c.get('requestId'), ip: c.get('ip'), userAgent }
  return { db, storage, policy, user, now, newId, log: c.get('log'), request, afterCommit }
}

/** The path as tRPC reads it, which decodes before it splits a batch; null when it can't be decoded. */
function decodedPath(c: AppContext): string | null {
  try {
    return decodeURIComponent(new URL(c.req.url).pathname)
  } catch {
    return null
  }
}

type Refusal = { reason?: ErrorReason; message: string; code: string; httpStatus: 400 | 405 | 413 | 414 }

function refuse(c: AppContext, deps: Deps, { reason, message, ...status }: Refusal): Response {
  return trpcError(c, {
    error: new AppError(reason ?? 'REQUEST_TOO_LARGE', { message }),
    ctx: contextOf(c, deps, null),
    status,
  })
}
