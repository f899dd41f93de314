import type { ActorRole } from '@holdall/db'
import type { Context, UserContext } from '../context.ts'

/** Who does something, when, and from where: what an audit event says beside the deed. */
export type Acting = {
  at: Date
  actor: { id: string | null; role: ActorRole; email: string | null }
  request: { id: string | null; ip: string | null; userAgent: string | null }
  newId: () => string
}

type Deps = Pick<UserContext, 'user' | 'now' | 'request' | 'newId'>

/** Somebody with their own files. The role is the one acted in: admins are users of their own files. */
export function actingAsUser(deps: Deps): Acting {
  return acting(deps, 'user')
}

/** An admin with anybody's files. */
export function actingAsAdmin(deps: Deps): Acting {
  return acting(deps, 'admin')
}

/** The sweep. */
export function actingAsSystem({ now, newId }: Pick<Context, 'now' | 'newId'>): Acting {
  return {
    at: now(),
    actor: { id: null, role: 'system', email: null },
    request: { id: null, ip: null, userAgent: null },
    newId,
  }
}

/** Browsers send 100 to 300 characters; whoever sends more must not fill the log with it. */
const MAX_USER_AGENT = 512

function acting({ user, now, request, newId }: Deps, role: 'user' | 'admin'): Acting {
  return {
    at: now(),
    actor: { id: user.id, role, email: user.email },
    request: { ...request, userAgent: request.userAgent?.slice(0, MAX_USER_AGENT) ?? null },
    newId,
  }
}
