import type { UserContext } from '../context.ts'
import type { FileId } from '../fields.ts'
import type { AdminFile } from './schema.ts'

export async function adminRestoreFile(_ctx: UserContext, _input: FileId): Promise<AdminFile> {
  throw new Error('not built yet')
}
