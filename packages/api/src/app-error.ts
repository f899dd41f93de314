import { TRPCError } from '@trpc/server'
import { type ErrorReason, REASONS } from './errors.ts'

type Details = {
  /** Path of the input at fault, as in `files.3.name`. */
  field?: string
  /** Instead of the table's sentence, where a more exact one helps. */
  message?: string
  cause?: unknown
}

/** A refusal with a reason from the table; anything else that is thrown counts as INTERNAL. */
export class AppError extends TRPCError {
  readonly reason: ErrorReason
  readonly field: string | null
  constructor(reason: ErrorReason, { field, message, cause }: Details = {}) {
    super({ code: REASONS[reason].code, message: message ?? REASONS[reason].message, cause })
    this.name = 'AppError'
    this.reason = reason
    this.field = field ?? null
  }
}
