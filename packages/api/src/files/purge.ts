import type { UserContext } from '../context.ts'
import type { FileId } from '../fields.ts'

export async function purgeFile(_ctx: UserContext, _input: FileId): Promise<FileId> {
  throw new Error('not built yet')
}
