import { initTRPC, TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import type { Context } from './context.ts'
import { type ErrorReason, REASONS } from './errors.ts'

/** A refusal with a reason from the table; anything else that is thrown counts as INTERNAL. */
export class AppError extends TRPCError {
  readonly reason: ErrorReason
  readonly field: string | null
  constructor(reason: ErrorReason, options: { field?: string; message?: string; cause?: unknown } = {}) {
    super({
      code: REASONS[reason].code,
      message: options.message ?? REASONS[reason].message,
      cause: options.cause,
    })
    this.name = 'AppError'
    this.reason = reason
    this.field = options.field ?? null
  }
}

const t = initTRPC.context<Context>().create({
  errorFormatter({ shape, error, ctx }) {
    return {
      ...shape,
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        path: shape.data.path,
        ...explain(error),
        requestId: ctx?.request.id ?? null,
      },
    }
  },
})

function explain(error: TRPCError): { reason: ErrorReason; field: string | null } {
  if (error instanceof AppError) return { reason: error.reason, field: error.field }
  if (error.cause instanceof ZodError) {
    return { reason: 'INVALID_INPUT', field: error.cause.issues[0]?.path.join('.') ?? null }
  }
  return { reason: 'INTERNAL', field: null }
}

export const router = t.router
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
