import type { StoredFile } from './save-uploads.ts'
import type { UploadSteps } from './upload-steps.ts'

/** Milliseconds that somebody who cancels may be kept waiting. */
const GIVE_UP_WITHIN = 5_000

/**
 * Gives an upload's quota back; the file, when saving it was quicker. A server that can't be reached now
 * finds by itself that the upload has expired.
 */
export async function giveUp({ client }: UploadSteps, uploadId: string): Promise<StoredFile | null> {
  const signal = AbortSignal.timeout(GIVE_UP_WITHIN)
  return await client.uploads.abort.mutate({ uploadId }, { signal }).then(
    ({ file }) => file,
    () => null,
  )
}
