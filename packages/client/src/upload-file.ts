import type { RouterInputs, RouterOutputs } from '@holdall/api'
import type { HoldallClient } from './client.ts'
import { contentTypeOf } from './content-type.ts'
import { isPassing } from './errors.ts'
import { putObject } from './put-object.ts'
import { abortable, DEFAULT_RETRIES, type RetryPolicy, retrying } from './retry.ts'
import { sha256Of } from './sha256.ts'
import { isPassingFault, UploadError } from './upload-error.ts'

/** A stored file, as the server describes it. Dates are ISO 8601 strings. */
export type StoredFile = RouterOutputs['files']['get']

export type UploadPhase = 'presigning' | 'sending' | 'saving' | 'done'

export type UploadProgress = {
  phase: UploadPhase
  /** Bytes handed to the network. Never goes down, not even when a try starts over. */
  sentBytes: number
  totalBytes: number
}

export type UploadOptions = {
  /** The file's name; needed where a Blob has none of its own. */
  name?: string
  /** Its media type, when the platform doesn't know better. */
  contentType?: string
  /**
   * SHA-256 in lowercase hex, when it is known already; `false` sends none. By default files up to
   * 32 MiB are hashed here, so that the bucket refuses any other bytes.
   */
  sha256?: string | false
  visibility?: RouterInputs['uploads']['presign']['files'][number]['visibility']
  onProgress?: (progress: UploadProgress) => void
  /** Stops the upload wherever it is; the promise rejects with the signal's reason. */
  signal?: AbortSignal
  retries?: Partial<RetryPolicy>
}

/**
 * Uploads one file: asks the server for a signed PUT, sends the bytes straight to the bucket, saves.
 * Faults that pass are retried at every step, and saving is idempotent, so an upload that succeeded is
 * stored exactly once.
 *
 * Rejects with the server's refusal (`reasonOf(error)`: `QUOTA_EXCEEDED`, `FILE_TOO_LARGE`, …), with an
 * `UploadError` for the bucket's, or with `signal.reason`.
 */
export async function uploadFile(
  client: HoldallClient,
  file: Blob & { name?: string },
  options: UploadOptions = {},
): Promise<StoredFile> {
  if (!options.signal) return await run(client, file, options)
  const caller = options.signal
  caller.throwIfAborted()
  // tRPC and fetch leave listeners on the signals they are given; one signal may stop thousands of files.
  const own = new AbortController()
  const stop = () => own.abort(caller.reason)
  caller.addEventListener('abort', stop, { once: true })
  try {
    return await run(client, file, { ...options, signal: own.signal })
  } finally {
    caller.removeEventListener('abort', stop)
  }
}

async function run(
  client: HoldallClient,
  file: Blob & { name?: string },
  options: UploadOptions,
): Promise<StoredFile> {
  const { signal } = options
  const policy = { ...DEFAULT_RETRIES, ...options.retries }
  const report = monotone(file.size, options.onProgress)
  report('presigning', 0)
  const request = await describe(file, options)
  // An answer that got lost leaves a reservation behind, which the server's sweep gives back.
  const upload = await retrying(() => presign(client, request, signal), {
    policy,
    passing: isPassing,
    signal,
  })
  if (upload.plan === 'stored') {
    report('done', file.size)
    return upload.file
  }
  if (upload.plan === 'multipart') throw new Error('The server asked for parts, which are not sent here')
  const { uploadId, url, headers } = upload
  report('sending', 0)
  await retrying(
    () => putObject({ url, headers, body: file, signal, onSent: (bytes) => report('sending', bytes) }),
    { policy, passing: isPassingFault, signal },
  )
  report('saving', file.size)
  const { file: stored } = await retrying(
    () => abortable(client.uploads.save.mutate({ uploadId }, { signal }), signal),
    { policy, passing: isPassing, signal },
  )
  report('done', file.size)
  return stored
}

type UploadRequest = RouterInputs['uploads']['presign']['files'][number]

async function describe(file: Blob & { name?: string }, options: UploadOptions): Promise<UploadRequest> {
  const name = options.name ?? file.name ?? 'untitled'
  const sha256 = options.sha256 ?? (await hash(file, options.signal))
  return {
    name,
    size: file.size,
    contentType: options.contentType ?? contentTypeOf(file.type, name),
    ...(sha256 ? { sha256 } : {}),
    ...(options.visibility ? { visibility: options.visibility } : {}),
  }
}

async function hash(file: Blob, signal: AbortSignal | undefined): Promise<string | null> {
  try {
    return await abortable(sha256Of(file), signal)
  } catch (cause) {
    signal?.throwIfAborted()
    throw new UploadError('FILE_UNREADABLE', { cause })
  }
}

async function presign(client: HoldallClient, request: UploadRequest, signal: AbortSignal | undefined) {
  const { uploads } = await abortable(client.uploads.presign.mutate({ files: [request] }, { signal }), signal)
  const [upload] = uploads
  if (!upload) throw new Error('The server answered a presign of one file with none')
  return upload
}

/** Reports progress that never runs backwards, past the file's size, or twice the same. */
function monotone(totalBytes: number, onProgress: UploadOptions['onProgress']) {
  let last: UploadProgress | null = null
  return (phase: UploadPhase, sent: number) => {
    const sentBytes = Math.min(totalBytes, Math.max(sent, last?.sentBytes ?? 0))
    if (last?.phase === phase && last.sentBytes === sentBytes) return
    last = { phase, sentBytes, totalBytes }
    onProgress?.(last)
  }
}
