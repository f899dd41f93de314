import type { RetryPolicy } from './retry.ts'
import type { ProgressMeter } from './upload-progress.ts'
import type { UploadSteps } from './upload-steps.ts'

/** One file on its way. */
export type UploadJob = {
  steps: UploadSteps
  file: Blob
  /** Lower goes first. */
  place: number
  meter: ProgressMeter
  policy: RetryPolicy
  signal: AbortSignal | undefined
  /** Whether the bucket may have parts already. */
  resuming: boolean
}
