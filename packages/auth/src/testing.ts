import { closeDb, createDb, type Db } from '@holdall/db'
import { createTestDatabase } from '@holdall/db/testing'
import { inject } from 'vitest'
import { type Auth, type AuthOptions, createAuth } from './create-auth.ts'
import { handleAuth } from './handle-auth.ts'

export const ORIGIN = 'http://localhost:5173'
export const ADMIN_ORIGIN = 'http://admin.localhost:5174'
const BASE_URL = 'http://localhost:3000'
export const PASSWORD = 'correct horse battery'

type Logged = { level: 'warn' | 'error'; fields: object; message: string }

export type TestAuth = {
  auth: Auth
  db: Db
  logged: Logged[]
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** Signs up; answers what a script would keep. */
  signUp(email: string): Promise<{ id: string; token: string; cookie: string }>
} & AsyncDisposable

/** Auth on a database of its own, spoken to as the server does: requests in, responses out. */
export async function startAuth(options: Partial<AuthOptions> = {}): Promise<TestAuth> {
  const database = await createTestDatabase(inject('postgresUrl'))
  const db = createDb(database.url)
  const logged: Logged[] = []
  const auth = createAuth({
    db,
    secret: 'a secret of thirty-two characters or more, for tests',
    baseUrl: BASE_URL,
    trustedOrigins: [ORIGIN, ADMIN_ORIGIN],
    signUp: 'open',
    secureCookies: false,
    rateLimit: false,
    log: {
      warn: (fields, message) => logged.push({ level: 'warn', fields, message }),
      error: (fields, message) => logged.push({ level: 'error', fields, message }),
    },
    ...options,
  })
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    handleAuth(
      auth,
      new Request(`${BASE_URL}/api/auth${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    )
  const get = (path: string, headers: Record<string, string> = {}) =>
    handleAuth(auth, new Request(`${BASE_URL}/api/auth${path}`, { headers }))
  return {
    auth,
    db,
    logged,
    post,
    get,
    async signUp(email) {
      const response = await post('/sign-up/email', { email, password: PASSWORD, name: 'Ada' })
      if (!response.ok) throw new Error(await response.text())
      const { user } = (await response.json()) as { user: { id: string } }
      return { id: user.id, token: bearerOf(response), cookie: cookieOf(response) }
    },
    async [Symbol.asyncDispose]() {
      await closeDb(db)
      await database[Symbol.asyncDispose]()
    },
  }
}

/** The first cookie as a browser sends it back: name=value. */
export function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

export function bearerOf(response: Response): string {
  return response.headers.get('set-auth-token') ?? ''
}
