import type { Db } from '@holdall/db'
import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { bearer } from 'better-auth/plugins/bearer'
import { checkNewSession, checkUser, forgetExpiredSessions } from './account-rules.ts'
import { type AuthLog, toLogger } from './log.ts'

/** In characters. NIST SP 800-63B: at least 8, and at least 64 must be allowed. */
export const PASSWORD_LENGTH = { min: 8, max: 128 } as const

/** The header in which `handleAuth` passes the client's address on; what a client sends under it is dropped. */
export const IP_HEADER = 'x-holdall-client-ip'

export type AuthOptions = {
  db: Db
  /** At least 32 characters. Whoever knows it can forge sessions; changing it signs everybody out. */
  secret: string
  /** The server's own origin, such as https://files.example.com. */
  baseUrl: string
  /** The origins of the apps. A browser's request from any other is refused. */
  trustedOrigins: string[]
  signUp: 'open' | 'closed'
  /** True wherever the apps are served over HTTPS. */
  secureCookies: boolean
  log?: AuthLog
  /** Default true. */
  rateLimit?: boolean
  /**
   * Headers that hold the client's address and that a proxy of yours always sets. Default: none, the
   * address is what `handleAuth` is given.
   */
  ipHeaders?: string[]
}

export type Auth = {
  readonly db: Db
  readonly signUp: 'open' | 'closed'
  readonly cookieName: string
  readonly secret: string
  readonly log: AuthLog | undefined
  readonly betterAuth: ReturnType<typeof createInstance>
}

/**
 * Sessions, accounts and passwords. Stateless: sessions and rate limits are in Postgres.
 * @throws when the secret is too short.
 */
export function createAuth(options: AuthOptions): Auth {
  if (options.secret.length < 32) throw new Error('The auth secret must have at least 32 characters.')
  const { db, log, secret, signUp } = options
  const cookieName = cookieNames(options.secureCookies).session
  return { db, log, secret, signUp, cookieName, betterAuth: createInstance(options) }
}

/**
 * `__Host-` cookies are only ever sent to the host that set them, and can't be planted by a neighbouring
 * subdomain. Browsers accept them over HTTPS alone.
 */
function cookieNames(secure: boolean) {
  const prefix = secure ? '__Host-holdall' : 'holdall'
  return { session: `${prefix}.session`, dontRemember: `${prefix}.dont-remember` }
}

function createInstance({ db, log, ...options }: AuthOptions) {
  const names = cookieNames(options.secureCookies)
  return betterAuth({
    appName: 'Holdall',
    baseURL: options.baseUrl,
    basePath: '/api/auth',
    secret: options.secret,
    trustedOrigins: options.trustedOrigins,
    // In one transaction, so that a sign-up that breaks off leaves no user without a password behind.
    database: prismaAdapter(db, { provider: 'postgresql', transaction: true }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: options.signUp === 'closed',
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
    },
    user: {
      // The admin plugin's fields without the plugin: its endpoints change roles and bans without an audit.
      additionalFields: {
        role: { type: 'string', input: false, defaultValue: 'user' },
        banned: { type: 'boolean', input: false, defaultValue: false, returned: false },
        banReason: { type: 'string', input: false, required: false, returned: false },
        banExpires: { type: 'date', input: false, required: false, returned: false },
      },
    },
    // No cookie cache: it would keep a banned user in.
    session: { expiresIn: 7 * 24 * 60 * 60, updateAge: 24 * 60 * 60, cookieCache: { enabled: false } },
    databaseHooks: {
      user: { create: { before: checkUser }, update: { before: checkUser } },
      session: {
        create: {
          before: checkNewSession,
          after: ({ userId }) => forgetExpiredSessions(db, userId),
        },
      },
    },
    rateLimit: {
      enabled: options.rateLimit ?? true,
      storage: 'database',
      modelName: 'rateLimit',
      // Seconds and requests per address. The rest isn't limited here: a limit costs two queries.
      customRules: {
        '/sign-in/email': { window: 60, max: 10 },
        '/sign-up/email': { window: 60, max: 10 },
        '/change-password': { window: 60, max: 10 },
        '/**': false,
      },
    },
    plugins: [bearer({ requireSignature: true })],
    advanced: {
      // The prefix is ours, see cookieNames.
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: options.secureCookies, path: '/' },
      cookies: {
        session_token: { name: names.session },
        dont_remember: { name: names.dontRemember },
      },
      ipAddress: { ipAddressHeaders: options.ipHeaders ?? [IP_HEADER] },
      // Said outright, since better-auth turns both checks off where NODE_ENV is "test".
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    // To handleAuth, which logs them; better-auth would print them.
    onAPIError: { throw: true },
    telemetry: { enabled: false },
    logger: toLogger(log),
  })
}
