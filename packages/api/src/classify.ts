import { StorageError } from '@holdall/storage'
import { TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import { AppError } from './app-error.ts'
import { inputError } from './input-error.ts'
import { isUnavailable } from './sql/database-error.ts'

/** The one place where whatever was thrown becomes a reason from the table. */
export function classify(error: unknown): AppError {
  if (error instanceof AppError) return error
  const cause = error instanceof TRPCError ? error.cause : error
  if (cause instanceof AppError) return cause
  if (cause instanceof StorageError) return new AppError('STORAGE_UNAVAILABLE', { cause })
  if (isUnavailable(cause)) return new AppError('DATABASE_UNAVAILABLE', { cause })
  return (error instanceof TRPCError && protocolError(error)) || new AppError('INTERNAL', { cause })
}

/** What tRPC itself refuses: it never reached a procedure, or not its body. */
function protocolError(error: TRPCError): AppError | null {
  switch (error.code) {
    case 'BAD_REQUEST':
      if (error.cause instanceof ZodError) return inputError(error.cause)
      if (/exceeds maximum size/.test(error.message)) return refused('Send fewer calls in one batch.')
      return refused('The request is not one that this procedure understands.')
    case 'PARSE_ERROR':
      return refused('The input must be valid JSON.')
    case 'METHOD_NOT_SUPPORTED':
      return refused('Queries are sent by GET, mutations by POST.')
    case 'UNSUPPORTED_MEDIA_TYPE':
      return refused('Send the input as application/json.')
    case 'NOT_FOUND':
      return new AppError('PROCEDURE_NOT_FOUND')
    case 'PAYLOAD_TOO_LARGE':
      return new AppError('REQUEST_TOO_LARGE')
    default:
      // tRPC parses lazily, inside the procedure, and leaves what JSON.parse throws as it is.
      return error.cause instanceof SyntaxError ? refused('The input must be valid JSON.') : null
  }
}

function refused(message: string): AppError {
  return new AppError('INVALID_INPUT', { message })
}
