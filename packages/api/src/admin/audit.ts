import { type ActorRole, Prisma } from '@holdall/db'
import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import { decodeCursor, encodeCursor } from '../lists/cursor.ts'
import { isTime } from '../lists/time.ts'
import { statement } from '../sql/statement.ts'
import type { AuditAction, AuditEvent, AuditPage, ListAudit } from './schema.ts'

type Row = {
  id: bigint
  public_id: string
  at: Date
  actor_id: string | null
  actor_role: ActorRole
  actor_email: string | null
  action: AuditAction
  target_type: string
  target_id: string
  target_name: string | null
  owner_id: string | null
  owner_email: string | null
  reason: string | null
  ip: string | null
  user_agent: string | null
  request_id: string | null
  before: unknown
  after: unknown
}

const LIST = 'audit'

/** Who did what, the latest first. @throws INVALID_CURSOR */
export async function listAudit({ db }: Pick<UserContext, 'db'>, input: ListAudit): Promise<AuditPage> {
  const { action, actorId, ownerId, targetId, limit } = input
  const rows = await statement<Row>(
    db,
    Prisma.sql`
      SELECT e.*, u.email AS owner_email FROM audit_events e LEFT JOIN users u ON u.id = e.owner_id
      WHERE TRUE
        ${action ? Prisma.sql`AND e.action = ${action}` : Prisma.empty}
        ${actorId ? Prisma.sql`AND e.actor_id = ${actorId}` : Prisma.empty}
        ${ownerId ? Prisma.sql`AND e.owner_id = ${ownerId}` : Prisma.empty}
        ${targetId ? Prisma.sql`AND e.target_id = ${targetId}` : Prisma.empty}
        ${after(input.cursor)}
      ORDER BY e.at DESC, e.id DESC LIMIT ${limit + 1}::int`,
  )
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    events: shown.map(toEvent),
    nextCursor:
      last && rows.length > limit
        ? encodeCursor({ of: LIST, value: last.at.toISOString(), id: String(last.id) })
        : null,
  }
}

function after(cursor: string | null | undefined): Prisma.Sql {
  const position = decodeCursor(cursor, LIST)
  if (!position) return Prisma.empty
  if (!isTime(position.value)) throw new AppError('INVALID_CURSOR', { field: 'cursor' })
  return Prisma.sql`AND (e.at, e.id) < (${position.value}::timestamptz, ${position.id}::bigint)`
}

function toEvent(row: Row): AuditEvent {
  return {
    id: row.public_id,
    at: row.at,
    actor: { id: row.actor_id, role: row.actor_role, email: row.actor_email },
    action: row.action,
    target: { type: row.target_type, id: row.target_id, name: row.target_name },
    owner: { id: row.owner_id, email: row.owner_email },
    reason: row.reason,
    ip: row.ip,
    userAgent: row.user_agent,
    requestId: row.request_id,
    before: row.before,
    after: row.after,
  }
}
