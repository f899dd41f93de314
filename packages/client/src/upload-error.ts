import type { ErrorReason } from '@holdall/api'

/** Why the bucket did not take a file; what the server refuses keeps the server's own reason. */
export type UploadFailure =
  | 'NETWORK'
  | 'BUCKET_UNAVAILABLE'
  | 'BUCKET_REFUSED'
  | 'URL_EXPIRED'
  | 'CHECKSUM_MISMATCH'
  | 'FILE_UNREADABLE'
  | 'FILE_DIFFERS'
  | 'UPLOAD_GONE'

const FAILURES: Record<UploadFailure, { message: string; retryable: boolean }> = {
  NETWORK: {
    message: 'The connection to the bucket broke. Check your network and try again.',
    retryable: true,
  },
  BUCKET_UNAVAILABLE: { message: 'The bucket is busy. Try again shortly.', retryable: true },
  BUCKET_REFUSED: { message: 'The bucket refused this file. Ask your administrator.', retryable: false },
  URL_EXPIRED: { message: 'Sending took longer than the upload may. Start it again.', retryable: true },
  CHECKSUM_MISMATCH: {
    message: 'The bytes changed on their way, or the file changed meanwhile. Upload it again.',
    retryable: true,
  },
  FILE_UNREADABLE: {
    message: 'The file can no longer be read: it was changed, moved or removed. Choose it again.',
    retryable: false,
  },
  FILE_DIFFERS: {
    message: 'This is not the file that this upload began with. Choose the same one, or upload it anew.',
    retryable: false,
  },
  UPLOAD_GONE: {
    message: 'This upload was finished or cancelled elsewhere. Look for the file, or upload it again.',
    retryable: true,
  },
}

/**
 * Abort a signal with this to stop an upload for now: what the bucket has stays there, and `resume` goes on
 * from it. Any other reason cancels the upload.
 */
export class UploadPaused extends Error {
  constructor() {
    super('The upload is paused.')
    this.name = 'UploadPaused'
  }
}

/** The bucket did not take the file. Its message is a sentence for people and never holds the signed URL. */
export class UploadError extends Error {
  readonly reason: UploadFailure
  /** Whether uploading the same file again, from the start, can succeed. */
  readonly retryable: boolean
  /** HTTP status of the bucket's answer; null when none came. */
  readonly status: number | null
  /** S3's own error code, such as `SlowDown`; null when none came. */
  readonly code: string | null

  constructor(
    reason: UploadFailure,
    answer: { status?: number; code?: string | null; cause?: unknown } = {},
  ) {
    super(FAILURES[reason].message, { cause: answer.cause })
    this.name = 'UploadError'
    this.reason = reason
    this.retryable = FAILURES[reason].retryable
    this.status = answer.status ?? null
    this.code = answer.code ?? null
  }
}

/** The server refused one of several uploads that were saved in one call. */
export class ServerRefusal extends Error {
  readonly reason: ErrorReason

  constructor({ reason, message }: { reason: ErrorReason; message: string }) {
    super(message)
    this.name = 'ServerRefusal'
    this.reason = reason
  }
}

/** A fault that passes by itself, so the same PUT may simply be sent again. */
export function isPassingFault(error: unknown): boolean {
  return error instanceof UploadError && (error.reason === 'NETWORK' || error.reason === 'BUCKET_UNAVAILABLE')
}

/** Codes that S3 answers with a 4xx although waiting cures them. */
const PASSING_CODES = new Set([
  'SlowDown',
  'RequestTimeout',
  'ConditionalRequestConflict',
  'OperationAborted',
  'TooManyRequests',
])
const CHECKSUM_CODES = new Set([
  'BadDigest',
  'InvalidDigest',
  'XAmzContentChecksumMismatch',
  'XAmzContentSHA256Mismatch',
])

/**
 * What a bucket's refusal means for an upload.
 * Codes: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export function bucketRefusal(status: number, body: string): UploadError {
  const code = /<Code>\s*([A-Za-z0-9]+)\s*<\/Code>/.exec(body)?.[1] ?? null
  const answer = { status, code }
  if (code === 'NoSuchUpload') return new UploadError('UPLOAD_GONE', answer)
  if (code !== null && CHECKSUM_CODES.has(code)) return new UploadError('CHECKSUM_MISMATCH', answer)
  if (status >= 500 || status === 429 || status === 408) return new UploadError('BUCKET_UNAVAILABLE', answer)
  if (code !== null && PASSING_CODES.has(code)) return new UploadError('BUCKET_UNAVAILABLE', answer)
  // S3 has no code of its own for an expired signature: it is an AccessDenied whose message says so.
  if (status === 403 && (code === 'ExpiredToken' || /request has expired/i.test(body))) {
    return new UploadError('URL_EXPIRED', answer)
  }
  return new UploadError('BUCKET_REFUSED', answer)
}
