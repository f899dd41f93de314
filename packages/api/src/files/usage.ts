import type { UserContext } from '../context.ts'
import type { Usage } from './schema.ts'

export async function getUsage(_ctx: UserContext): Promise<Usage> {
  throw new Error('not built yet')
}
