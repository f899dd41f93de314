import { join } from 'node:path'
import { migrate } from '@holdall/db'
import { startS3 } from '@holdall/s3-local'
import { createStorage, destroyStorage, setUpBucket } from '@holdall/storage'
import { ensureDatabase } from './database.ts'
import { StackError } from './errors.ts'
import { type Folder, openFolder } from './folder.ts'
import type { Guard } from './guard.ts'
import { claimPort } from './ports.ts'
import { startPostgres } from './postgres/start.ts'
import { loadSecrets, type Secrets } from './secrets.ts'

type Variables = Readonly<Record<string, string | undefined>>

export type StackOptions = {
  /** Where all data lives, `.holdall/` in a clone. Never deleted by us. */
  dir: string
  /** 0 takes any free port. */
  ports: { postgres: number; s3: number }
  /** DATABASE_URL replaces the embedded Postgres, S3_ENDPOINT or S3_BUCKET_NAME the embedded S3 server. */
  env: Variables
  /** Origins that browsers may upload from. */
  origins: string[]
  log: (line: string) => void
  /** Opened by the caller, who then closes it. */
  folder?: Folder
}

export type Stack = {
  databaseUrl: string
  /** Everything that the server needs to use this stack, by the names of its environment variables. */
  env: Record<string, string>
  /** What runs where, in words. */
  summary: { postgres: string; s3: string }
  /** Resolves with a sentence when a part of the stack ends without having been told to. */
  failed: Promise<string>
  /** Stops everything in order; nothing acknowledged is lost. */
  stop(): Promise<void>
}

/**
 * Starts what isn't given from outside, migrates the database and sets the bucket up.
 * @throws StackError in one sentence: port taken, data of another version, already running
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const folder = options.folder ?? (await openFolder(options.dir))
  const { guard } = folder
  const stops: Stops = options.folder ? [] : [folder.close]
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step()
  }
  try {
    const secrets = await loadSecrets(options.dir)
    // Allowed to settle before anything is stopped, so that nothing starts behind our back.
    const [database, objects] = await Promise.allSettled([
      openDatabase(options, guard, stops),
      openObjects(options, secrets, stops),
    ])
    if (database.status === 'rejected') throw database.reason
    if (objects.status === 'rejected') throw objects.reason
    return {
      databaseUrl: database.value.url,
      env: { DATABASE_URL: database.value.url, ...objects.value.env, AUTH_SECRET: secrets.authSecret },
      summary: { postgres: database.value.summary, s3: objects.value.summary },
      failed: database.value.failed,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

type Stops = (() => Promise<void>)[]

async function openDatabase({ dir, ports, env, log }: StackOptions, guard: Guard, stops: Stops) {
  if (env.DATABASE_URL) {
    await migrate(env.DATABASE_URL)
    return {
      url: env.DATABASE_URL,
      summary: 'yours, from DATABASE_URL',
      failed: new Promise<string>(() => {}),
    }
  }
  const postgres = await startPostgres({ dir: join(dir, 'postgres'), port: ports.postgres, log, guard })
  stops.push(postgres.stop)
  const url = await ensureDatabase(postgres.url, 'holdall')
  await migrate(url)
  return { url, summary: `port ${postgres.port}, data in ${postgres.dir}`, failed: postgres.failed }
}

async function openObjects(options: StackOptions, secrets: Secrets, stops: Stops) {
  const { env, summary }: { env: Variables; summary: string } = isGiven(options.env)
    ? { env: givenObjects(options.env), summary: `yours, the bucket ${options.env.S3_BUCKET_NAME}` }
    : await embedObjects(options, secrets, stops)
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env
  const storage = createStorage({
    bucket: env.S3_BUCKET_NAME ?? '',
    region: env.AWS_REGION ?? '',
    endpoint: env.S3_ENDPOINT,
    ...(env.S3_FORCE_PATH_STYLE && { forcePathStyle: env.S3_FORCE_PATH_STYLE === 'true' }),
    ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
  })
  try {
    await setUpBucket(storage, { origins: options.origins })
  } finally {
    destroyStorage(storage)
  }
  return { env, summary }
}

function isGiven(env: Variables): boolean {
  return Boolean(env.S3_ENDPOINT || env.S3_BUCKET_NAME)
}

function givenObjects(env: Variables): Record<string, string> {
  const missing = ['S3_BUCKET_NAME', 'AWS_REGION'].filter((name) => !env[name])
  if (missing.length > 0) {
    throw new StackError(
      `Your bucket needs ${missing.join(' and ')} too: set ${missing.length > 1 ? 'them' : 'it'}, or unset S3_ENDPOINT and S3_BUCKET_NAME to use the embedded S3 server.`,
    )
  }
  const names = Object.keys(env).filter((name) => /^(S3_|AWS_)/.test(name))
  return Object.fromEntries(names.map((name) => [name, env[name] ?? '']))
}

async function embedObjects({ dir, ports }: StackOptions, secrets: Secrets, stops: Stops) {
  const { accessKeyId, secretAccessKey } = secrets
  await claimPort({ port: ports.s3, wants: 'the S3 server', variable: 'S3_PORT' })
  const data = join(dir, 's3')
  const s3 = await startS3({
    dir: data,
    port: ports.s3,
    region: 'us-east-1',
    credentials: [{ accessKeyId, secretAccessKey }],
  })
  stops.push(s3.close)
  const env: Record<string, string> = {
    AWS_REGION: 'us-east-1',
    S3_ENDPOINT: s3.url,
    S3_BUCKET_NAME: 'holdall',
    S3_FORCE_PATH_STYLE: 'true',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  }
  return { env, summary: `${s3.url}, data in ${data}` }
}
