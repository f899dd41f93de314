import type { RouterOutputs } from '@holdall/api'
import type { Outcome } from './batcher.ts'
import type { HoldallClient } from './client.ts'
import { ServerRefusal } from './upload-error.ts'

/** A stored file, as the server describes it. Dates are ISO 8601 strings. */
export type StoredFile = RouterOutputs['files']['get']

/** Saves what has been sent; each upload gets its own file or refusal. */
export async function saveUploads(
  client: HoldallClient,
  uploadIds: string[],
): Promise<Outcome<StoredFile>[]> {
  const [uploadId] = uploadIds
  if (uploadId !== undefined && uploadIds.length === 1) {
    return [{ value: (await client.uploads.save.mutate({ uploadId })).file }]
  }
  const { results } = await client.uploads.saveBatch.mutate({ uploadIds })
  return results.map((result) =>
    'file' in result ? { value: result.file } : { error: new ServerRefusal(result) },
  )
}
