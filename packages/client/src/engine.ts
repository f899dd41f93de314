import type { HoldallClient } from './client.ts'
import { giveUp } from './give-up.ts'
import { uploadWith } from './upload-file.ts'
import type { UploadOptions, UploadSource } from './upload-options.ts'
import { createSteps } from './upload-steps.ts'

/** What a page loads when the first file is added, and not before: most visits upload nothing. */
export function createEngine(client: HoldallClient) {
  const steps = createSteps(client)
  return {
    upload: (file: UploadSource, options: UploadOptions) => uploadWith(steps, file, options),
    discard: (uploadId: string) => giveUp(steps, uploadId),
  }
}
