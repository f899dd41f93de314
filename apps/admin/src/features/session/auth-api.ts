export type SessionUser = { id: string; email: string; name: string; role: string | null }

/** A refused sign-in or sign-out, with a sentence for people. */
export class AuthError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.name = 'AuthError'
    this.status = status
  }
}

const UNREACHABLE = 'The server can’t be reached. Check your connection and try again.'

/**
 * The few calls that this app makes to better-auth (POST and GET under /api/auth), without its browser
 * client: two forms need none of its 20 KB.
 */
async function call(path: string, body?: Record<string, unknown>): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(`/api/auth/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: body ? { 'content-type': 'application/json' } : undefined,
      body: body ? JSON.stringify(body) : undefined,
    })
  } catch (cause) {
    throw new AuthError(0, `${UNREACHABLE} (${cause instanceof Error ? cause.message : 'no answer'})`)
  }
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw new AuthError(response.status, refusalInWords(response.status, answer))
  return answer
}

/** What a refusal of better-auth, or of the server in front of it, means for the person who tried. */
export function refusalInWords(status: number, answer: unknown): string {
  const { code, message } = detailsOf(answer)
  if (code === 'INVALID_EMAIL_OR_PASSWORD' || status === 401) return 'E-mail or password is wrong.'
  if (code === 'BANNED_USER' || code === 'USER_BANNED') {
    return 'This account is suspended. Ask another administrator.'
  }
  if (status === 429) return 'Too many attempts. Wait a minute and try again.'
  if (status >= 500) return 'The server failed. Try again shortly.'
  return message ?? 'The server refused this. Check what you entered.'
}

function detailsOf(answer: unknown): { code?: string; message?: string } {
  if (typeof answer !== 'object' || answer === null) return {}
  // The server's own refusals are wrapped: { error: { reason, message } }.
  const body = 'error' in answer && typeof answer.error === 'object' && answer.error ? answer.error : answer
  const code = 'code' in body ? body.code : 'reason' in body ? body.reason : undefined
  const message = 'message' in body ? body.message : undefined
  return {
    code: typeof code === 'string' ? code : undefined,
    message: typeof message === 'string' ? message : undefined,
  }
}

/** Who is signed in here; null: nobody. */
export async function getSession(): Promise<SessionUser | null> {
  return userOf(await call('get-session'))
}

/** Throws an AuthError with a sentence when the server refuses. */
export async function signIn(email: string, password: string): Promise<void> {
  await call('sign-in/email', { email, password })
}

export async function signOut(): Promise<void> {
  await call('sign-out', {})
}

function userOf(answer: unknown): SessionUser | null {
  if (typeof answer !== 'object' || answer === null || !('user' in answer)) return null
  const { user } = answer
  if (typeof user !== 'object' || user === null) return null
  const { id, email, name, role } = user as Record<string, unknown>
  if (typeof id !== 'string' || typeof email !== 'string') return null
  return {
    id,
    email,
    name: typeof name === 'string' ? name : '',
    role: typeof role === 'string' ? role : null,
  }
}

/** Whether this user may use this app. better-auth keeps several roles in one string, comma-separated. */
export function isAdmin(user: SessionUser): boolean {
  return (user.role ?? '').split(',').some((role) => role.trim() === 'admin')
}
