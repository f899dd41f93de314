import { initTRPC } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import { AppError } from './app-error.ts'
import { classify } from './classify.ts'
import type { Context } from './context.ts'

const t = initTRPC.context<Context>().create({
  // Never: a stack tells strangers how the server is built, and the log has it.
  isDev: false,
  errorFormatter({ shape, error, ctx }) {
    const { reason, field, message, code } = classify(error)
    return {
      message,
      code: TRPC_ERROR_CODES_BY_KEY[code],
      data: {
        code,
        httpStatus: getHTTPStatusCodeFromError(new AppError(reason)),
        path: shape.data.path,
        reason,
        field,
        requestId: ctx?.request.id ?? null,
      },
    }
  },
})

export const router = t.router
/** For what needs no session. @public */
export const publicProcedure = t.procedure
export const userProcedure = t.procedure.use(({ ctx, next }) => {
  if (!ctx.user) throw new AppError('UNAUTHENTICATED')
  if (ctx.user.banned) throw new AppError('USER_BANNED')
  return next({ ctx: { ...ctx, user: ctx.user } })
})
export const adminProcedure = userProcedure.use(({ ctx, next }) => {
  if (ctx.user.role !== 'admin') throw new AppError('ADMIN_ONLY')
  return next()
})
