import type { UserContext } from '../context.ts'
import type { AdminFilePage, AdminListFiles } from './schema.ts'

export async function adminListFiles(_ctx: UserContext, _input: AdminListFiles): Promise<AdminFilePage> {
  throw new Error('not built yet')
}
