import { expect, test } from 'vitest'
import { EnvError, readEnv } from './env.ts'

const FINE = {
  DATABASE_URL: 'postgresql://holdall:pass@db.example.com/holdall',
  AWS_REGION: 'eu-central-1',
  S3_BUCKET_NAME: 'files',
  AUTH_SECRET: 'x'.repeat(32),
  WEB_URL: 'https://files.example.com',
  ADMIN_URL: 'https://files-admin.example.com',
}

test('the few required variables are enough, and the rest has safe defaults', () => {
  expect(readEnv(FINE)).toMatchObject({
    PORT: 3000,
    SIGN_UP: 'closed',
    QUOTA_BYTES: 10 * 1024 ** 3,
    MAX_FILE_BYTES: 5 * 1024 ** 4,
    ALLOWED_TYPES: ['*'],
    FORBIDDEN_TYPES: [],
    PUT_URL_SECONDS: 900,
    GET_URL_SECONDS: 60,
    TRASH_DAYS: 30,
    SWEEP_SECONDS: 30,
    TRUST_PROXY: 0,
    S3_SETUP: false,
  })
})

test('an empty environment names every missing variable at once', () => {
  const problems = problemsOf({})
  for (const name of Object.keys(FINE)) {
    expect(problems.filter((problem) => problem.startsWith(`${name} is missing: set it to`))).toHaveLength(1)
  }
})

test('every wrong variable is named together with contradictions, and no value is repeated', () => {
  const values = {
    ...FINE,
    DATABASE_URL: 'mysql://root:canary-one@host/db',
    AUTH_SECRET: 'canary-two',
    WEB_URL: 'https://files.example.com/canary-three',
    PORT: 'canary-four',
    MAX_FILE_BYTES: String(6 * 1024 ** 4),
    AWS_SECRET_ACCESS_KEY: 'canary-five',
    ADMIN_EMAIL: 'canary-six',
    SIGN_UP: 'canary-seven',
  }
  const problems = problemsOf(values)
  const names = new Set(problems.map((problem) => problem.split(' ')[0]))
  expect(names).toEqual(
    new Set([
      'ADMIN_EMAIL',
      'ADMIN_PASSWORD',
      'AUTH_SECRET',
      'AWS_ACCESS_KEY_ID',
      'DATABASE_URL',
      'MAX_FILE_BYTES',
      'PORT',
      'SIGN_UP',
      'WEB_URL',
    ]),
  )
  expect(problems.join('\n')).not.toContain('canary')
})

test('the two apps must not share a host name, since they would share their sessions', () => {
  expect(problemsOf({ ...FINE, ADMIN_URL: 'https://files.example.com:8443' })).toEqual([
    expect.stringContaining('ADMIN_URL must have another host name'),
  ])
})

test('demo users, whose passwords are public, are refused anywhere but on localhost', () => {
  expect(problemsOf({ ...FINE, DEMO_USERS: '[]' })).toEqual([expect.stringContaining('DEMO_USERS')])
  const local = { WEB_URL: 'http://localhost:5173', ADMIN_URL: 'http://admin.localhost:5174' }
  expect(readEnv({ ...FINE, ...local, DEMO_USERS: '[]' }).DEMO_USERS).toBe('[]')
})

test('empty values count as unset, and addresses lose their final slash', () => {
  const env = readEnv({
    ...FINE,
    PORT: '',
    WEB_URL: 'https://files.example.com/',
    ALLOWED_TYPES: 'image/*, TEXT/plain',
  })
  expect(env).toMatchObject({
    PORT: 3000,
    WEB_URL: 'https://files.example.com',
    ALLOWED_TYPES: ['image/*', 'text/plain'],
  })
})

function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    readEnv(source)
  } catch (error) {
    if (error instanceof EnvError) return error.problems
    throw error
  }
  throw new Error('expected an EnvError')
}
