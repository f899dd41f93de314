import { parseCookies } from 'better-auth/cookies'
import { isBanned } from './account-rules.ts'
import type { Auth } from './create-auth.ts'
import { verifyToken } from './signed-token.ts'

export type Role = 'user' | 'admin'

export type SessionUser = {
  id: string
  email: string
  name: string
  role: Role
  /** They come back all the same, so that they can be told. */
  banned: boolean
}

type Row = { id: string; email: string; name: string; role: Role; banned: boolean; banExpires: Date | null }

/**
 * Whose session the request carries, or null: a signed token in the session cookie, or in
 * `Authorization: Bearer`, which then counts alone. Role and ban are read from the database each time, with
 * the session, in one query. Doesn't prolong the session: /api/auth/get-session does.
 */
export async function getSessionUser(auth: Auth, headers: Headers): Promise<SessionUser | null> {
  const signed = bearerToken(headers) ?? cookieToken(headers, auth.cookieName)
  const token = signed === null ? null : verifyToken(signed, auth.secret)
  if (token === null) return null
  const [row] = await auth.db.$queryRaw<Row[]>`
    SELECT u.id, u.email, u.name, u.role, u.banned, u.ban_expires AS "banExpires"
    FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.token = ${token} AND s.expires_at > now()`
  if (!row) return null
  const { banExpires, ...user } = row
  return { ...user, banned: isBanned({ banned: user.banned, banExpires }) }
}

function bearerToken(headers: Headers): string | null {
  const token = /^bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1]
  return token === undefined ? null : decode(token)
}

function cookieToken(headers: Headers, name: string): string | null {
  const cookie = headers.get('cookie')
  return (cookie && parseCookies(cookie).get(name)) || null
}

/** The value of the cookie, with its percent signs, is taken as well. */
function decode(token: string): string {
  try {
    return decodeURIComponent(token)
  } catch {
    return token
  }
}
