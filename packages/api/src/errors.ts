import type { TRPCError } from '@trpc/server'

type Reason = { code: TRPCError['code']; message: string }

/**
 * Every way a procedure refuses. Clients get the key as `error.data.reason`, the sentence as the
 * message, and `error.data.field` where one input is at fault.
 */
export const REASONS = {
  UNAUTHENTICATED: { code: 'UNAUTHORIZED', message: 'Sign in first.' },
  USER_BANNED: { code: 'FORBIDDEN', message: 'This account is suspended. Ask an administrator.' },
  ADMIN_ONLY: { code: 'FORBIDDEN', message: 'Only administrators may do this.' },
  ORIGIN_NOT_ALLOWED: { code: 'FORBIDDEN', message: 'This site may not act for you here.' },
  INVALID_INPUT: { code: 'BAD_REQUEST', message: 'The request is not what this procedure takes.' },
  PROCEDURE_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no procedure at this path.' },
  REQUEST_TOO_LARGE: { code: 'PAYLOAD_TOO_LARGE', message: 'The request is too large. Split it.' },
  INVALID_FILE_NAME: { code: 'BAD_REQUEST', message: 'Give the file another name.' },
  INVALID_CURSOR: {
    code: 'BAD_REQUEST',
    message: 'This page marker is not valid here. Start from the first page.',
  },
  FILE_TOO_LARGE: { code: 'PAYLOAD_TOO_LARGE', message: 'This file is larger than is allowed here.' },
  FILE_TYPE_NOT_ALLOWED: { code: 'BAD_REQUEST', message: 'Files of this type are not allowed here.' },
  QUOTA_EXCEEDED: {
    code: 'PAYLOAD_TOO_LARGE',
    message: 'This upload would exceed your quota. Delete files or empty the trash.',
  },
  TOO_MANY_PENDING_UPLOADS: {
    code: 'TOO_MANY_REQUESTS',
    message: 'Too many uploads are unfinished. Finish some, or wait until they expire.',
  },
  UPLOAD_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such upload.' },
  UPLOAD_NOT_RECEIVED: {
    code: 'PRECONDITION_FAILED',
    message: 'The bucket has not received this upload yet. Send the file first.',
  },
  UPLOAD_EXPIRED: {
    code: 'PRECONDITION_FAILED',
    message: 'This upload expired before the file arrived. Start it again.',
  },
  UPLOAD_INCOMPLETE: {
    code: 'PRECONDITION_FAILED',
    message: 'The bucket has not received all parts of this upload yet. Send the missing ones first.',
  },
  UPLOAD_NOT_MULTIPART: {
    code: 'PRECONDITION_FAILED',
    message: 'This upload has no parts: send it by the one PUT that was signed for it.',
  },
  PART_OUT_OF_RANGE: { code: 'BAD_REQUEST', message: 'This upload has fewer parts.' },
  UPLOAD_SIZE_MISMATCH: {
    code: 'CONFLICT',
    message: 'The bucket holds another number of bytes than was announced. Upload the file again.',
  },
  UPLOAD_TYPE_MISMATCH: {
    code: 'CONFLICT',
    message: 'The bucket holds another content type than was announced. Upload the file again.',
  },
  UPLOAD_CHECKSUM_MISMATCH: {
    code: 'CONFLICT',
    message: 'The bytes in the bucket are not the ones announced. Upload the file again.',
  },
  FILE_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such file.' },
  OBJECT_KEY_UNUSABLE: {
    code: 'PRECONDITION_FAILED',
    message:
      'The key of this object cannot stand in a URL. An administrator can copy the object to another key.',
  },
  FILE_TRASHED: { code: 'PRECONDITION_FAILED', message: 'This file is in the trash. Restore it first.' },
  FILE_NOT_TRASHED: { code: 'PRECONDITION_FAILED', message: 'Move the file to the trash first.' },
  FILE_DELETED_BY_ADMIN: {
    code: 'FORBIDDEN',
    message: 'An administrator deleted this file. Only an administrator can restore it.',
  },
  REASON_REQUIRED: { code: 'BAD_REQUEST', message: 'Say why: the reason goes into the audit log.' },
  STORAGE_UNAVAILABLE: {
    code: 'SERVICE_UNAVAILABLE',
    message: 'The bucket does not answer. Nothing was changed; try again shortly.',
  },
  DATABASE_UNAVAILABLE: {
    code: 'SERVICE_UNAVAILABLE',
    message: 'The database does not answer. Try again shortly.',
  },
  RATE_LIMITED: { code: 'TOO_MANY_REQUESTS', message: 'Too many requests. Wait a moment.' },
  INTERNAL: {
    code: 'INTERNAL_SERVER_ERROR',
    message: 'Something went wrong on our side. Quote the request id when you report it.',
  },
} as const satisfies Record<string, Reason>

export type ErrorReason = keyof typeof REASONS
