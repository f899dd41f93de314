import { checkBucket } from '@holdall/storage'
import { Hono } from 'hono'
import type { AppEnv, Deps } from './types.ts'

/** Milliseconds: under the timeouts that load balancers usually have. */
const PATIENCE = 2000

type Check = { ok: true } | { ok: false; message: string }

/** /healthz: the process answers. /readyz: so do the database and the bucket; 503 says which doesn't. */
export function healthRoutes(deps: Deps): Hono<AppEnv> {
  const routes = new Hono<AppEnv>()
  routes.get('/healthz', (c) => c.json({ ok: true }))
  routes.get('/readyz', async (c) => {
    const [database, bucket] = await Promise.all([
      check('database', () => deps.db.$queryRaw`SELECT 1`),
      check('bucket', (signal) => checkBucket(deps.storage, { signal })),
    ])
    for (const [name, result] of Object.entries({ database, bucket })) {
      if (!result.ok) c.get('log').warn({ check: name, err: result.error }, `not ready: ${result.message}`)
    }
    const shown = { database: show(database), bucket: show(bucket) }
    const ok = database.ok && bucket.ok
    return c.json({ ok, ...shown }, ok ? 200 : 503)
  })
  return routes
}

/** What strangers may see: the error itself names hosts, users and buckets. */
function show(result: Check): Check {
  return result.ok ? result : { ok: false, message: result.message }
}

async function check(
  what: string,
  ask: (signal: AbortSignal) => Promise<unknown>,
): Promise<{ ok: true } | { ok: false; message: string; error: unknown }> {
  const signal = AbortSignal.timeout(PATIENCE)
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  try {
    await Promise.race([ask(signal), late])
    return { ok: true }
  } catch (error) {
    const message = signal.aborted
      ? `The ${what} did not answer within ${PATIENCE / 1000} seconds.`
      : `The ${what} does not answer.`
    return { ok: false, message, error }
  }
}
