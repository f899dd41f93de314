import type { UserContext } from '../context.ts'
import type { FilePage, ListFiles } from './schema.ts'

export async function listFiles(_ctx: UserContext, _input: ListFiles): Promise<FilePage> {
  throw new Error('not built yet')
}
