import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { DAY, GIB, host, isOrigin, number, optional, required, secret, url, words } from './env-fields.ts'

/** S3's own maximum for one object. */
const MAX_OBJECT = 5 * 1024 * GIB

const Variables = z.object({
  DATABASE_URL: url(
    required('a Postgres URL, such as postgresql://user:password@host/database'),
    ['postgres:', 'postgresql:'],
    'must be a Postgres URL, such as postgresql://user:password@host/database',
  ),
  DATABASE_ADAPTER: z
    .enum(['pg', 'neon'], { error: 'must be pg or neon, or unset to choose by the URL' })
    .optional(),
  AWS_REGION: required("the bucket's region, such as eu-central-1; auto for Cloudflare R2"),
  S3_BUCKET_NAME: required("the bucket's name"),
  S3_ENDPOINT: url(
    optional(),
    ['http:', 'https:'],
    'must be the URL of an S3-compatible server; unset means AWS',
  ),
  S3_FORCE_PATH_STYLE: z.stringbool({ error: 'must be true or false' }).optional(),
  S3_PUBLIC_URL: url(
    optional(),
    ['http:', 'https:'],
    'must be the URL under which a CDN serves the public files',
  ),
  S3_SETUP: z.stringbool({ error: 'must be true or false' }).default(false),
  AWS_ACCESS_KEY_ID: optional(),
  AWS_SECRET_ACCESS_KEY: optional(),
  AWS_SESSION_TOKEN: optional(),
  AUTH_SECRET: secret(32, 'make one with: openssl rand -base64 32'),
  WEB_URL: isOrigin(required("the web app's address, such as https://files.example.com")),
  ADMIN_URL: isOrigin(required("the dashboard's address, such as https://files-admin.example.com")),
  PORT: number({ min: 0, max: 65_535, default: 3000, unit: 'a port' }),
  HOST: host('127.0.0.1'),
  SERVE_APPS: z.stringbool({ error: 'must be true or false' }).default(true),
  WEB_DIST: optional(),
  ADMIN_DIST: optional(),
  SIGN_UP: z.enum(['open', 'closed'], { error: 'must be open or closed' }).default('closed'),
  ADMIN_EMAIL: z.email({ error: 'must be an e-mail address' }).optional(),
  ADMIN_PASSWORD: secret(8, 'choose a longer one').optional(),
  DEMO_USERS: optional(),
  QUOTA_BYTES: number({ min: 0, default: 10 * GIB, unit: 'bytes' }),
  MAX_FILE_BYTES: number({ min: 1, max: MAX_OBJECT, default: MAX_OBJECT, unit: 'bytes' }),
  ALLOWED_TYPES: words(['*']),
  FORBIDDEN_TYPES: words([]),
  // SigV4 allows a week.
  PUT_URL_SECONDS: number({ min: 10, max: 7 * DAY, default: 900, unit: 'seconds' }),
  // Two weeks after it was begun the bucket's own rule aborts an upload in parts.
  MULTIPART_SECONDS: number({ min: 600, max: 13 * DAY, default: 7 * DAY, unit: 'seconds' }),
  GET_URL_SECONDS: number({ min: 10, max: 7 * DAY, default: 60, unit: 'seconds' }),
  TRASH_DAYS: number({ min: 0, max: 3650, default: 30, unit: 'days' }),
  SWEEP_SECONDS: number({
    min: 0,
    max: DAY,
    default: 30,
    unit: 'seconds; 0 leaves the sweep to the command',
  }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
  TRUST_PROXY: number({ min: 0, max: 10, default: 0, unit: 'proxies in front of the server' }),
})

export type Env = z.output<typeof Variables>
type Source = Record<string, string | undefined>

/** Thrown with everything that is wrong at once, in words; holds no value of any variable. */
export class EnvError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(
      `Holdall can't start with this environment:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\n` +
        '.env.example describes every variable.',
    )
    this.name = 'EnvError'
    this.problems = problems
  }
}

/**
 * Reads every variable, once. The only place in the server that touches the environment.
 * @throws EnvError naming all that are wrong or missing
 */
export function readEnv(source: Source = process.env): Env {
  // An empty value, as compose files and CI make them, is no value.
  const given = Object.fromEntries(
    Object.keys(Variables.shape)
      .map((name) => [name, source[name]?.trim()] as const)
      .filter(([, value]) => value),
  )
  const parsed = Variables.safeParse(given)
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  problems.push(...contradictions(given))
  if (!parsed.success || problems.length > 0) throw new EnvError(problems)
  return parsed.data
}

/**
 * Adds the variables of `named`, a path from where the person stands, and of `.env` in the working folder or
 * at the root of the clone when pnpm runs us in apps/server. Those that are set already win.
 */
export function loadEnvFile(named?: string): void {
  if (named !== undefined) process.loadEnvFile(resolve(process.env.INIT_CWD ?? '.', named))
  const file = ['.env', '../../.env'].find((path) => existsSync(path))
  if (file) process.loadEnvFile(file)
}

/** What no variable is wrong about by itself. Looked for even when others are, so that one run tells all. */
function contradictions(given: Source): string[] {
  const problems: string[] = []
  const pairs = [
    ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
    ['ADMIN_EMAIL', 'ADMIN_PASSWORD'],
  ] as const
  for (const [one, other] of pairs) {
    if (given[one] && !given[other]) problems.push(`${other} is missing: ${one} is set, and they go together`)
    if (given[other] && !given[one]) problems.push(`${one} is missing: ${other} is set, and they go together`)
  }
  if (given.WEB_URL && given.ADMIN_URL && hostOf(given.WEB_URL) === hostOf(given.ADMIN_URL)) {
    problems.push(
      'ADMIN_URL must have another host name than WEB_URL: cookies ignore ports, so the two would share a session',
    )
  }
  if (given.DEMO_USERS && given.WEB_URL && !/(^|\.)localhost$/.test(hostOf(given.WEB_URL) ?? '')) {
    problems.push('DEMO_USERS must not be set here: its passwords are public, so it works on localhost alone')
  }
  return problems
}

function hostOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).hostname : address
}
