import type { ErrorReason } from '@holdall/api'
import { TRPCClientError } from '@trpc/client'
import { AuthError } from './auth.ts'
import { ServerRefusal, UploadError, type UploadFailure } from './upload-error.ts'

type Refusal = { reason: string | null; message: string; field: string | null; requestId: string | null }

/**
 * Why a call failed: the server's reason; `NETWORK` when no answer of a Holdall server arrived (offline, or
 * a proxy in between answered); null for what this package did not throw.
 */
export function reasonOf(error: unknown): ErrorReason | 'NETWORK' | null {
  if (error instanceof UploadError) return error.reason === 'NETWORK' ? 'NETWORK' : null
  if (error instanceof ServerRefusal) return error.reason
  if (!(error instanceof TRPCClientError)) return null
  return (refusalOf(error)?.reason as ErrorReason | null | undefined) ?? 'NETWORK'
}

/** The input that is at fault, as a path: `files.3.name`. */
export function fieldOf(error: unknown): string | null {
  return refusalOf(error)?.field ?? null
}

/** What to quote to an operator, who finds it in the server's log. */
export function requestIdOf(error: unknown): string | null {
  return refusalOf(error)?.requestId ?? null
}

/** One sentence for people, which says what to do. */
export function messageOf(error: unknown): string {
  if (error instanceof UploadError || error instanceof ServerRefusal || error instanceof AuthError) {
    return error.message
  }
  const refusal = refusalOf(error)
  if (refusal) return withoutPath(refusal)
  if (error instanceof TRPCClientError) {
    return 'The server can’t be reached. Check your connection and try again.'
  }
  return 'Something went wrong in this app. Reload the page and try again.'
}

/** `files.0.name must …` is for programs; people read `The name must …`. */
function withoutPath({ field, message }: Refusal): string {
  if (!field || !message.startsWith(`${field} `)) return message
  const name = field.split('.').findLast((part) => !/^\d+$/.test(part)) ?? field
  const words = name.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)
  return `The ${words}${message.slice(field.length)}`
}

/** Faults that pass by themselves: repeating the same request may succeed without anybody doing anything. */
const PASSING = new Set<string>([
  'NETWORK',
  'STORAGE_UNAVAILABLE',
  'DATABASE_UNAVAILABLE',
  'RATE_LIMITED',
  'INTERNAL',
])

/** Whether repeating the same request by itself makes sense. */
export function isPassing(error: unknown): boolean {
  const reason = reasonOf(error)
  return reason !== null && PASSING.has(reason)
}

/** Refusals that the same file meets again however often it is sent. */
const FINAL = new Set<string>([
  'INVALID_INPUT',
  'INVALID_FILE_NAME',
  'FILE_TOO_LARGE',
  'FILE_TYPE_NOT_ALLOWED',
  'USER_BANNED',
  'ORIGIN_NOT_ALLOWED',
])

/** Whether a person who uploads the same file again can succeed, perhaps after making room or signing in. */
export function canRetryUpload(error: unknown): boolean {
  if (error instanceof UploadError) return error.retryable
  const reason = reasonOf(error)
  return reason === null || !FINAL.has(reason)
}

/** Every reason that an upload can fail with, in one type. */
export type UploadReason = ErrorReason | UploadFailure

/** Like `reasonOf`, with the bucket's refusals too. */
export function uploadReasonOf(error: unknown): UploadReason | null {
  return error instanceof UploadError ? error.reason : reasonOf(error)
}

function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof TRPCClientError)) return null
  const data: unknown = error.data
  if (isRecord(data)) return toRefusal(data, error.message)
  // Refused before a procedure was reached (an unknown path, a body over the limit): plain JSON.
  const body: unknown = error.meta?.responseJSON
  if (isRecord(body) && isRecord(body.error) && typeof body.error.message === 'string') {
    return toRefusal(body.error, body.error.message)
  }
  return null
}

function toRefusal(data: Record<string, unknown>, message: string): Refusal {
  return {
    reason: stringOrNull(data.reason),
    message,
    field: stringOrNull(data.field),
    requestId: stringOrNull(data.requestId),
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function stringOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
