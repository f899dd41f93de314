import type { HoldallClient } from './client.ts'
import { createLimiter } from './limiter.ts'
import type { StoredFile } from './save-uploads.ts'
import { uploadWith } from './upload-file.ts'
import type { UploadOptions, UploadSource } from './upload-options.ts'
import { createSteps } from './upload-steps.ts'

/** What became of one file, in the order of the files. */
export type UploadOutcome = { file: StoredFile; error: null } | { file: null; error: unknown }

export type UploadFilesOptions = Pick<UploadOptions, 'signal' | 'retries'> & {
  /** Requests that carry bytes to the bucket at once, over all files; 5 by default. */
  transfers?: number
  /** Called as soon as a file has ended, with its place among the files. */
  onEnded?: (outcome: UploadOutcome, index: number) => void
}

/** Files that are planned ahead of the line: two full calls' worth. */
const FILES_AT_ONCE = 200

/**
 * Uploads many files: small ones are planned and saved up to 100 a call. One that fails doesn't stop the
 * others; its error is what `uploadFile` would have rejected with.
 */
export async function uploadFiles(
  client: HoldallClient,
  files: Iterable<UploadSource>,
  options: UploadFilesOptions = {},
): Promise<UploadOutcome[]> {
  const { transfers, onEnded, ...each } = options
  const steps = createSteps(client, transfers)
  const admit = createLimiter(FILES_AT_ONCE)
  return await Promise.all(
    Array.from(files, async (file, index) => {
      const outcome = await admit(index, () => uploadWith(steps, file, each), each.signal).then(
        (stored) => ({ file: stored, error: null }),
        (error: unknown) => ({ file: null, error }),
      )
      onEnded?.(outcome, index)
      return outcome
    }),
  )
}
