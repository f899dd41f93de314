import type { HoldallClient } from './client.ts'
import { giveUp } from './give-up.ts'
import { DEFAULT_RETRIES } from './retry.ts'
import { runUpload } from './run-upload.ts'
import type { StoredFile } from './save-uploads.ts'
import { UploadPaused } from './upload-error.ts'
import type { BegunUpload, UploadOptions, UploadSource } from './upload-options.ts'
import { createMeter } from './upload-progress.ts'
import { createSteps, type UploadSteps } from './upload-steps.ts'

/**
 * Uploads one file straight to the bucket, in one PUT or in parts as the server plans it, and saves it.
 * Faults that pass are retried at every step, and saving is idempotent, so an upload that succeeded is
 * stored exactly once.
 *
 * Rejects with the server's refusal (`reasonOf(error)`: `QUOTA_EXCEEDED`, `FILE_TOO_LARGE`, …), with an
 * `UploadError` for the bucket's, or with `signal.reason`.
 */
export async function uploadFile(
  client: HoldallClient,
  file: UploadSource,
  options: UploadOptions = {},
): Promise<StoredFile> {
  return await uploadWith(createSteps(client), file, options)
}

/** The same for uploads that share their calls and their place on the line. */
export async function uploadWith(
  steps: UploadSteps,
  file: UploadSource,
  options: UploadOptions,
): Promise<StoredFile> {
  const meter = createMeter(file.size, options.onProgress)
  const policy = { ...DEFAULT_RETRIES, ...options.retries }
  const { signal: caller, resume } = options
  const job = { steps, file, meter, policy, place: steps.nextPlace(), resuming: false, signal: undefined }
  if (!caller) return await runUpload(job, options)
  caller.throwIfAborted()
  // tRPC and fetch leave listeners on the signals they are given; one signal may stop thousands of files.
  const own = new AbortController()
  const stop = () => own.abort(caller.reason)
  caller.addEventListener('abort', stop, { once: true })
  let uploadId = resume?.uploadId ?? null
  function onBegun(upload: BegunUpload) {
    uploadId = upload.uploadId
    options.onBegun?.(upload)
  }
  try {
    return await runUpload({ ...job, signal: own.signal }, { ...options, onBegun })
  } catch (error) {
    if (!own.signal.aborted || own.signal.reason instanceof UploadPaused || uploadId === null) throw error
    const saved = await giveUp(steps, uploadId)
    if (saved) return saved
    throw error
  } finally {
    caller.removeEventListener('abort', stop)
  }
}
