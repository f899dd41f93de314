import { Prisma } from '@holdall/db'
import type { AuditAction } from '../admin/schema.ts'
import type { Acting } from './acting.ts'

type Event = {
  action: AuditAction
  /** A relation with `public_id`, `file_name` and `user_id`; each of its rows becomes one event. */
  from: Prisma.Sql
  /** An expression for the event's own id. By default a new one, which is right for a single row. */
  id?: Prisma.Sql
  reason?: string
  /** JSON expressions over `from`, known there as `f`. */
  before?: Prisma.Sql
  after?: Prisma.Sql
}

const NOTHING = Prisma.sql`NULL::jsonb`

/** An INSERT for a CTE: it records in the statement, and so in the transaction, that changes the data. */
export function recordEvents({ at, actor, request, newId }: Acting, event: Event): Prisma.Sql {
  const targetType = event.action.startsWith('upload.') ? 'upload' : 'file'
  return Prisma.sql`
    INSERT INTO audit_events (
      public_id, at, actor_id, actor_role, actor_email, action, target_type, target_id, target_name, owner_id,
      reason, ip, user_agent, request_id, before, after
    )
    SELECT
      ${event.id ?? Prisma.sql`${newId()}::uuid`}, ${at}::timestamptz, ${actor.id}::text,
      ${actor.role}::actor_role, ${actor.email}::text, ${event.action}::text, ${targetType}::text,
      f.public_id::text, f.file_name, f.user_id, ${event.reason ?? null}::text, ${request.ip}::text,
      ${request.userAgent}::text, ${request.id}::text, ${event.before ?? NOTHING}, ${event.after ?? NOTHING}
    FROM ${event.from} f`
}
