import { classify } from './classify.ts'
import type { Context, Log } from './context.ts'

type Failure = {
  error: unknown
  /** Of the procedure, where one was reached. */
  path?: string | undefined
  ctx?: Context | undefined
}

/**
 * For tRPC's `onError`: the whole of what nobody expected, once, under the request id that the client was
 * given. Refusals are answers like others and aren't logged.
 */
export function logError(log: Log, { error, path, ctx }: Failure): void {
  const { reason, cause } = classify(error)
  const fields = { reason, path, requestId: ctx?.request.id, userId: ctx?.user?.id, err: cause ?? error }
  if (reason === 'INTERNAL') log.error(fields, 'a procedure failed')
  else if (reason === 'STORAGE_UNAVAILABLE' || reason === 'DATABASE_UNAVAILABLE') {
    log.error(fields, 'a procedure could not reach what it needs')
  }
}
