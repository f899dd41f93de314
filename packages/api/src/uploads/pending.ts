import type { UserContext } from '../context.ts'
import type { ListPending, PendingUploads } from './schema.ts'

export async function listPending(_deps: UserContext, _input: ListPending): Promise<PendingUploads> {
  return { uploads: [], nextCursor: null }
}
