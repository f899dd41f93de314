import type { UserContext } from '../context.ts'
import type { FileId } from '../fields.ts'
import type { File } from './schema.ts'

export async function getFile(_ctx: UserContext, _input: FileId): Promise<File> {
  throw new Error('not built yet')
}
