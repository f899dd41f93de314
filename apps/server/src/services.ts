import type { Policy } from '@holdall/api/server'
import { createAuth } from '@holdall/auth'
import { createDb } from '@holdall/db'
import { createStorage, type Storage } from '@holdall/storage'
import type { Logger } from 'pino'
import { uuidv7 } from 'uuidv7'
import { createBackground } from './background.ts'
import type { Env } from './env.ts'
import type { Deps } from './http/types.ts'

/** What the commands and the server share: everything that opens connections, made from the environment. */
export type Services = Omit<Deps, 'sites'> & { background: ReturnType<typeof createBackground> }

export function createServices(env: Env, log: Logger): Services {
  const db = createDb(env.DATABASE_URL, {
    adapter: env.DATABASE_ADAPTER,
    onConnectionError: (err) => log.warn({ err }, 'a database connection was lost'),
  })
  const auth = createAuth({
    db,
    secret: env.AUTH_SECRET,
    baseUrl: env.WEB_URL,
    trustedOrigins: [env.WEB_URL, env.ADMIN_URL],
    signUp: env.SIGN_UP,
    secureCookies: env.WEB_URL.startsWith('https:'),
    log,
  })
  const background = createBackground(log)
  return {
    db,
    auth,
    storage: openStorage(env),
    policy: policyOf(env),
    log,
    now: () => new Date(),
    newId: uuidv7,
    webUrl: env.WEB_URL,
    adminUrl: env.ADMIN_URL,
    trustProxy: env.TRUST_PROXY,
    afterCommit: background.run,
    background,
  }
}

function openStorage(env: Env): Storage {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env
  return createStorage({
    bucket: env.S3_BUCKET_NAME,
    region: env.AWS_REGION,
    endpoint: env.S3_ENDPOINT,
    forcePathStyle: env.S3_FORCE_PATH_STYLE,
    publicUrl: env.S3_PUBLIC_URL,
    // Without keys the SDK finds some itself: an instance's or task's role, a profile.
    ...(accessKeyId &&
      secretAccessKey && {
        credentials: { accessKeyId, secretAccessKey, sessionToken: env.AWS_SESSION_TOKEN },
      }),
  })
}

function policyOf(env: Env): Policy {
  return {
    quotaBytes: env.QUOTA_BYTES,
    maxFileBytes: env.MAX_FILE_BYTES,
    allowedTypes: env.ALLOWED_TYPES,
    forbiddenTypes: env.FORBIDDEN_TYPES,
    putUrlSeconds: env.PUT_URL_SECONDS,
    multipartSeconds: env.MULTIPART_SECONDS,
    getUrlSeconds: env.GET_URL_SECONDS,
    trashDays: env.TRASH_DAYS,
  }
}
