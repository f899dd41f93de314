import type { UserContext } from '../context.ts'
import type { AdminDeleteFile, AdminFile } from './schema.ts'

export async function adminDeleteFile(_ctx: UserContext, _input: AdminDeleteFile): Promise<AdminFile> {
  throw new Error('not built yet')
}
