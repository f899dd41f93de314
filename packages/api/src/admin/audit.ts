import type { UserContext } from '../context.ts'
import type { AuditPage, ListAudit } from './schema.ts'

export async function listAudit(_ctx: UserContext, _input: ListAudit): Promise<AuditPage> {
  throw new Error('not built yet')
}
