/** Who is signed in. What they may do is the server's to decide; `role` only tells what to show. */
export type SessionUser = { id: string; email: string; name: string; role: string }

export type AuthReason =
  | 'INVALID_CREDENTIALS'
  | 'EMAIL_TAKEN'
  | 'INVALID_EMAIL'
  | 'INVALID_NAME'
  | 'INVALID_PASSWORD'
  | 'SIGN_UP_CLOSED'
  | 'USER_BANNED'
  | 'RATE_LIMITED'
  | 'NETWORK'
  | 'REFUSED'
  | 'INTERNAL'

/** Signing in, up or out was refused; the message is a sentence for people. */
export class AuthError extends Error {
  readonly reason: AuthReason
  /** The input at fault. */
  readonly field: 'email' | 'password' | 'name' | null
  constructor(
    reason: AuthReason,
    message: string,
    options: { field?: AuthError['field']; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'AuthError'
    this.reason = reason
    this.field = options.field ?? null
  }
}

export type AuthClientOptions = {
  /** Where the server's sessions are mounted: `https://files.example.org/api/auth`; `/api/auth` in its pages. */
  url: string
  fetch?: typeof fetch
}

export type SignedIn = {
  user: SessionUser
  /** For `createClient({ token })` outside browsers; browsers have a cookie. Keep it as a password. */
  token: string | null
}

export type AuthClient = {
  /** Null: nobody is signed in. */
  session(): Promise<SessionUser | null>
  signIn(input: { email: string; password: string }): Promise<SignedIn>
  signUp(input: { name: string; email: string; password: string }): Promise<SignedIn>
  signOut(): Promise<void>
}

/**
 * The four calls that apps make to better-auth. Its own browser client would be a tenth of the bytes that
 * a page may load. Every method rejects with an `AuthError`.
 */
export function createAuthClient(options: AuthClientOptions): AuthClient {
  return {
    async session() {
      return userOf(await call(options, 'get-session'))
    },
    async signIn(input) {
      return signedIn(await call(options, 'sign-in/email', input))
    },
    async signUp(input) {
      return signedIn(await call(options, 'sign-up/email', input))
    },
    async signOut() {
      await call(options, 'sign-out', {})
    },
  }
}

async function call(options: AuthClientOptions, path: string, body?: object): Promise<unknown> {
  const response = await reach(options, path, body)
  let answer: unknown = null
  try {
    answer = await response.json()
  } catch (cause) {
    // A proxy's own page, or nothing: no Holdall server said this.
    throw new AuthError('NETWORK', UNREACHABLE, { cause })
  }
  if (!response.ok) throw authRefusal(response.status, answer)
  return answer
}

const UNREACHABLE = 'The server can’t be reached. Check your connection and try again.'

async function reach({ url, fetch: send = fetch }: AuthClientOptions, path: string, body?: object) {
  try {
    return await send(`${url}/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: body ? { 'content-type': 'application/json' } : undefined,
      body: body ? JSON.stringify(body) : undefined,
    })
  } catch (cause) {
    throw new AuthError('NETWORK', UNREACHABLE, { cause })
  }
}

const KNOWN: Record<string, { reason: AuthReason; message: string; field?: AuthError['field'] }> = {
  INVALID_EMAIL_OR_PASSWORD: { reason: 'INVALID_CREDENTIALS', message: 'E-mail or password is wrong.' },
  USER_ALREADY_EXISTS: {
    reason: 'EMAIL_TAKEN',
    message: 'There is an account with this e-mail already. Sign in instead.',
    field: 'email',
  },
  INVALID_EMAIL: { reason: 'INVALID_EMAIL', message: 'This is not an e-mail address.', field: 'email' },
  PASSWORD_TOO_SHORT: {
    reason: 'INVALID_PASSWORD',
    message: 'Use at least 8 characters.',
    field: 'password',
  },
  PASSWORD_TOO_LONG: {
    reason: 'INVALID_PASSWORD',
    message: 'Use at most 128 characters.',
    field: 'password',
  },
  SIGN_UP_CLOSED: {
    reason: 'SIGN_UP_CLOSED',
    message: 'Sign-up is closed here. Ask an administrator for an account.',
  },
  USER_BANNED: { reason: 'USER_BANNED', message: 'This account is suspended. Ask an administrator.' },
}

/** What a refusal of better-auth, or of the server in front of it, means for the person who tried. */
export function authRefusal(status: number, answer: unknown): AuthError {
  const { code, message } = detailsOf(answer)
  const known = KNOWN[code?.replace(/_USE_ANOTHER_EMAIL$/, '') ?? '']
  if (known) return new AuthError(known.reason, known.message, { field: known.field })
  if (code === 'INVALID_NAME') {
    return new AuthError('INVALID_NAME', message ?? 'Give another name.', { field: 'name' })
  }
  if (status === 429) {
    return new AuthError('RATE_LIMITED', message ?? 'Too many attempts. Wait a minute and try again.')
  }
  if (status >= 500) return new AuthError('INTERNAL', 'The server failed. Try again shortly.')
  return new AuthError('REFUSED', message ?? 'The server refused this. Check what you entered.')
}

/** better-auth answers `{ code, message }`, the server around it `{ error: { reason, message } }`. */
function detailsOf(answer: unknown): { code?: string; message?: string } {
  const body = fieldsOf(fieldsOf(answer).error ?? answer)
  const code = body.code ?? body.reason
  return {
    code: typeof code === 'string' ? code : undefined,
    message: typeof body.message === 'string' && body.message !== '' ? body.message : undefined,
  }
}

function signedIn(answer: unknown): SignedIn {
  const user = userOf(answer)
  if (!user) throw new AuthError('INTERNAL', 'The server failed. Try again shortly.')
  const { token } = fieldsOf(answer)
  return { user, token: typeof token === 'string' ? token : null }
}

function userOf(answer: unknown): SessionUser | null {
  const { id, email, name, role } = fieldsOf(fieldsOf(answer).user)
  if (typeof id !== 'string' || typeof email !== 'string') return null
  return {
    id,
    email,
    name: typeof name === 'string' ? name : '',
    role: typeof role === 'string' ? role : 'user',
  }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
