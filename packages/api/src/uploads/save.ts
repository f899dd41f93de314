import type { UserContext } from '../context.ts'
import type { SavedUpload, SaveUpload } from './schema.ts'

export async function saveUpload(_ctx: UserContext, _input: SaveUpload): Promise<SavedUpload> {
  throw new Error('not built yet')
}
