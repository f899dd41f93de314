import type { UserContext } from '../context.ts'
import { maxFileBytes } from '../uploads/policy.ts'
import type { Usage } from './schema.ts'

/** From the counters that every write maintains; nothing is summed here. */
export async function getUsage({
  db,
  policy,
  user,
}: Pick<UserContext, 'db' | 'policy' | 'user'>): Promise<Usage> {
  const usage = await db.usage.findUnique({ where: { userId: user.id } })
  return {
    quotaBytes: Number(usage?.quotaBytes ?? policy.quotaBytes),
    pendingBytes: Number(usage?.pendingBytes ?? 0),
    storedBytes: Number(usage?.storedBytes ?? 0),
    storedCount: usage?.storedCount ?? 0,
    trashedBytes: Number(usage?.trashedBytes ?? 0),
    trashedCount: usage?.trashedCount ?? 0,
    maxFileBytes: maxFileBytes(policy),
  }
}
