import type { AppError, Context } from '@holdall/api/server'
import { appRouter } from '@holdall/api/server'
import { getTRPCErrorShape } from '@trpc/server'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppContext } from './types.ts'

/** How everything outside tRPC refuses: `{ error: { reason, message, requestId } }`. */
export function jsonError(
  c: AppContext,
  status: ContentfulStatusCode,
  { reason, message }: { reason: string; message: string },
): Response {
  return c.json({ error: { reason, message, requestId: c.get('requestId') } }, status)
}

/**
 * A refusal before any procedure runs, in the shape that tRPC clients take for the answer to every call
 * of their batch.
 */
export function trpcError(
  c: AppContext,
  {
    error,
    ctx,
    status,
  }: { error: AppError; ctx: Context; status?: { code: string; httpStatus: 400 | 405 | 413 | 414 } },
): Response {
  const shape = getTRPCErrorShape({
    config: appRouter._def._config,
    error,
    type: 'unknown',
    path: undefined,
    input: undefined,
    ctx,
  })
  const body = { ...shape, data: { ...shape.data, ...status } }
  return c.json({ error: body }, body.data.httpStatus as ContentfulStatusCode)
}
