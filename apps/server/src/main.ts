import { fileURLToPath } from 'node:url'
import { sweep } from '@holdall/api/server'
import { closeDb, migrate } from '@holdall/db'
import { destroyStorage, setUpBucket } from '@holdall/storage'
import { createApp } from './app.ts'
import { type Env, EnvError, loadEnvFile, readEnv } from './env.ts'
import { createFirstUsers } from './first-users.ts'
import type { Deps } from './http/types.ts'
import { listen } from './listen.ts'
import { createLog } from './log.ts'
import { createServices } from './services.ts'
import { onShutdown } from './shutdown.ts'
import { loadSite } from './static/site.ts'
import { startSweepTimer } from './sweep-timer.ts'

await main()

async function main(): Promise<void> {
  loadEnvFile()
  let env: Env
  try {
    env = readEnv()
  } catch (error) {
    if (!(error instanceof EnvError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
  const log = createLog(env.LOG_LEVEL)
  try {
    await start(env, log)
  } catch (err) {
    log.fatal({ err }, err instanceof Error ? err.message : 'the server could not start')
    process.exit(1)
  }
}

async function start(env: Env, log: ReturnType<typeof createLog>): Promise<void> {
  const services = createServices(env, log)
  const { db, storage, policy, now, newId, background } = services
  // Several servers may start at once: one migrates, the others wait.
  const [sites] = await Promise.all([loadSites(env), migrate(env.DATABASE_URL), prepareBucket(env, services)])
  await createFirstUsers(env, services)

  const server = await listen(createApp({ ...services, sites }), { port: env.PORT, host: env.HOST })
  const timer =
    env.SWEEP_SECONDS > 0
      ? startSweepTimer(() => sweep({ db, storage, policy, now, newId, log }), {
          seconds: env.SWEEP_SECONDS,
          log,
        })
      : null
  onShutdown(
    [server.close, () => timer?.stop(), background.settled, () => closeDb(db), () => destroyStorage(storage)],
    log,
  )
  log.info({ port: server.port, web: env.WEB_URL, admin: env.ADMIN_URL }, 'ready')
}

async function loadSites(env: Env): Promise<Deps['sites']> {
  if (!env.SERVE_APPS) return undefined
  // src/ and dist/ are equally deep, so this holds for both.
  const built = (app: string) => fileURLToPath(new URL(`../../${app}/dist`, import.meta.url))
  const [web, admin] = await Promise.all([
    loadSite(env.WEB_DIST ?? built('web')),
    loadSite(env.ADMIN_DIST ?? built('admin')),
  ])
  return { web, admin }
}

async function prepareBucket(env: Env, { storage, log }: ReturnType<typeof createServices>): Promise<void> {
  if (!env.S3_SETUP) return
  const { skipped } = await setUpBucket(storage, { origins: [env.WEB_URL, env.ADMIN_URL] })
  if (skipped.length > 0) log.warn({ skipped }, 'this object storage does not know these bucket settings')
}
