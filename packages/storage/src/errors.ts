/**
 * The only error that this package's operations reject with. Its message names the operation, S3's error code
 * and S3's sentence, and never holds a URL, a signature or a credential; it has no `cause`, because the SDK's
 * errors carry the request.
 */
export class StorageError extends Error {
  /** S3's error code (`AccessDenied`, `SlowDown`…), or Node's (`ECONNREFUSED`…) when no answer came. */
  readonly code: string
  /** The HTTP status; 0 when no answer came. */
  readonly status: number
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean

  constructor(
    message: string,
    { code, status, retryable }: { code: string; status: number; retryable: boolean },
  ) {
    super(message)
    this.name = 'StorageError'
    this.code = code
    this.status = status
    this.retryable = retryable
  }
}

/** Runs one SDK call; whatever it rejects with becomes a StorageError. */
export async function translated<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw toStorageError(operation, error)
  }
}

/** True for S3's answer that the thing asked for (not the bucket it would be in) doesn't exist. */
export function isMissing(error: unknown): boolean {
  return error instanceof StorageError && error.status === 404 && error.code !== 'NoSuchBucket'
}

/** True for a server's answer that it knows no such operation. */
export function isUnsupported(error: unknown): boolean {
  return error instanceof StorageError && (error.status === 501 || error.status === 405)
}

/** A well-formed answer lacks what S3 always sends. Retrying wouldn't help: it isn't an S3 that we can use. */
export function required<T>(value: T | undefined, operation: string, name: string): T {
  if (value !== undefined) return value
  throw new StorageError(`${operation} failed: the server's answer has no ${name}.`, {
    code: 'InvalidResponse',
    status: 200,
    retryable: false,
  })
}

/** HEAD answers have no body, so the SDK knows their status alone. */
const CODE_BY_STATUS: Record<number, string> = {
  301: 'PermanentRedirect',
  400: 'BadRequest',
  403: 'AccessDenied',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  412: 'PreconditionFailed',
  501: 'NotImplemented',
  503: 'ServiceUnavailable',
}

const RETRYABLE_CODES = new Set([
  'ConditionalRequestConflict',
  'OperationAborted',
  'RequestTimeout',
  'SlowDown',
  'Throttling',
  'TooManyRequests',
])

type SdkError = {
  name?: unknown
  code?: unknown
  Code?: unknown
  message?: unknown
  $metadata?: { httpStatusCode?: number; requestId?: string }
}

function toStorageError(operation: string, thrown: unknown): StorageError {
  if (thrown instanceof StorageError) return thrown
  const error = (
    typeof thrown === 'object' && thrown !== null ? thrown : { message: String(thrown) }
  ) as SdkError
  const status = error.$metadata?.httpStatusCode ?? 0
  const code = codeOf(error, status)
  const requestId = error.$metadata?.requestId
  const details = [status > 0 && `status ${status}`, requestId && `request ${redact(requestId)}`].filter(
    Boolean,
  )
  // 'UnknownError' is the SDK's filler for an answer without a sentence.
  const sentence =
    typeof error.message === 'string' && error.message !== 'UnknownError' ? redact(error.message) : ''
  return new StorageError(
    `${operation} failed: ${code}${details.length > 0 ? ` (${details.join(', ')})` : ''}${sentence ? `: ${sentence}` : ''}`,
    { code, status, retryable: isRetryable(code, status) },
  )
}

function codeOf(error: SdkError, status: number): string {
  const given = [error.Code, error.code, error.name].find(
    (code) => typeof code === 'string' && /^[A-Za-z]\w*$/.test(code),
  )
  const generic = given === undefined || given === 'Error' || given === 'Unknown' || given === 'UnknownError'
  if (generic || given === 'Forbidden')
    return CODE_BY_STATUS[status] ?? (status > 0 ? `Http${status}` : 'Unknown')
  return String(given)
}

function isRetryable(code: string, status: number): boolean {
  if (code === 'AbortError' || code === 'CredentialsProviderError') return false
  if (status === 501) return false
  // Without an answer (refused, reset, timed out, name not found just now) the network is at fault.
  return status === 0 || status === 408 || status === 429 || status >= 500 || RETRYABLE_CODES.has(code)
}

/** Servers quote requests in their messages; these go to logs, where a URL with a signature has no business. */
function redact(text: string): string {
  return text
    .replace(/[a-z][a-z0-9+.-]*:\/\/\S+/gi, '[url]')
    .replace(/\b(X-Amz-[\w-]+|Signature|AWSAccessKeyId|Credential)=[^&\s]+/gi, '$1=[redacted]')
    .replace(/[\r\n]+/g, ' ')
    .slice(0, 300)
}
