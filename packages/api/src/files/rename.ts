import type { UserContext } from '../context.ts'
import type { File, RenameFile } from './schema.ts'

export async function renameFile(_ctx: UserContext, _input: RenameFile): Promise<File> {
  throw new Error('not built yet')
}
