import type { RouterInputs, RouterOutputs } from '@holdall/api'
import type { Outcome } from './batcher.ts'
import type { HoldallClient } from './client.ts'
import { fieldOf, reasonOf } from './errors.ts'

export type UploadRequest = RouterInputs['uploads']['presign']['files'][number]
export type UploadPlan = RouterOutputs['uploads']['presign']['uploads'][number]

/** The server plans all files of a call or none; here each file gets its own answer. */
export async function presignFiles(
  client: HoldallClient,
  files: UploadRequest[],
): Promise<Outcome<UploadPlan>[]> {
  try {
    const { uploads } = await client.uploads.presign.mutate({ files })
    return uploads.map((value) => ({ value }))
  } catch (error) {
    if (files.length === 1) throw error
    const index = indexAtFault(error)
    if (index !== null && index < files.length) {
      const others = files.toSpliced(index, 1)
      return (await presignFiles(client, others)).toSpliced(index, 0, { error })
    }
    if (!isAboutRoom(error)) throw error
    // What fits is taken in the order in which it was asked.
    const half = Math.ceil(files.length / 2)
    const first = await outcomes(client, files.slice(0, half))
    return [...first, ...(await outcomes(client, files.slice(half)))]
  }
}

async function outcomes(client: HoldallClient, files: UploadRequest[]): Promise<Outcome<UploadPlan>[]> {
  try {
    return await presignFiles(client, files)
  } catch (error) {
    return files.map(() => ({ error }))
  }
}

/** From `files.3.name`. */
function indexAtFault(error: unknown): number | null {
  const index = /^files\.(\d+)(\.|$)/.exec(fieldOf(error) ?? '')?.[1]
  return index === undefined ? null : Number(index)
}

function isAboutRoom(error: unknown): boolean {
  const reason = reasonOf(error)
  return reason === 'QUOTA_EXCEEDED' || reason === 'TOO_MANY_PENDING_UPLOADS'
}
