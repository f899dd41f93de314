import type { Db } from '@holdall/db'
import type { GenericEndpointContext } from 'better-auth'
import { APIError } from 'better-auth/api'

/** Control characters, and those that reorder or hide text: a name must not be able to pass for another. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/u

const NAME_MAX = 100
/** RFC 5321, with the angle brackets taken off. */
export const EMAIL_MAX = 254

/** Why a user can't be called that, in words, or null. */
export function nameProblem(name: string): string | null {
  if (name === '') return 'Give a name.'
  if ([...name].length > NAME_MAX) return `A name has at most ${NAME_MAX} characters.`
  if (UNPRINTABLE.test(name))
    return 'The name has characters that cannot be shown. Use letters, digits and spaces.'
  return null
}

/** Before a user is created or updated. Profile images are dropped: they would be loaded from anywhere. */
export async function checkUser<T extends { name?: string; email?: string; image?: string | null }>(user: T) {
  const name = user.name?.trim()
  const problem = name === undefined ? null : nameProblem(name)
  if (problem) throw APIError.from('BAD_REQUEST', { code: 'INVALID_NAME', message: problem })
  if (user.email !== undefined && user.email.length > EMAIL_MAX) {
    const message = `An e-mail address has at most ${EMAIL_MAX} characters.`
    throw APIError.from('BAD_REQUEST', { code: 'INVALID_EMAIL', message })
  }
  return { data: { ...user, ...(name === undefined ? {} : { name }), image: null } }
}

type Ban = { banned: boolean; banExpires: Date | null }

/** Whether a ban holds now. One with an end lapses by itself. */
export function isBanned({ banned, banExpires }: Ban): boolean {
  return banned && (banExpires === null || banExpires > new Date())
}

/**
 * A banned user gets no new session. Asked through better-auth's own adapter, which is in the request's
 * transaction: a query beside it would need a second connection, and so many sign-ups at once as the pool
 * has connections would wait for each other.
 */
export async function checkNewSession(
  { userId }: { userId: string },
  request: GenericEndpointContext | null,
) {
  if (!request) throw new Error('Sessions are only made by requests')
  const user = await request.context.internalAdapter.findUserById(userId)
  // The type of the context doesn't know our additional fields.
  if (user && isBanned(user as typeof user & Ban)) {
    const message = 'This account is banned. Ask an administrator.'
    throw APIError.from('FORBIDDEN', { code: 'USER_BANNED', message })
  }
}

/** What of a user's sessions has run out goes when they sign in again: nothing else would remove it. */
export async function forgetExpiredSessions(db: Db, userId: string): Promise<void> {
  await db.session.deleteMany({ where: { userId, expiresAt: { lt: new Date() } } })
}
