import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTemplate } from '@holdall/db/testing'
import { startGuard, startPostgres } from '@holdall/devstack'
import { startS3 } from '@holdall/s3-local'
import type { TestProject } from 'vitest/node'

const credentials = { accessKeyId: 'test-access-key', secretAccessKey: 'test-secret-access-key' }
const region = 'us-east-1'

/**
 * Starts one Postgres, with the template that test databases are cloned from, and one S3 server for the
 * whole run. Everything goes when the run ends; should the run be killed, the guard sees to it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // The workers inherit it: they shall not repeat a warning about a Node version that we support.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const guard = startGuard()
  const stops: (() => Promise<void>)[] = [guard.close]
  const stopAll = async () => {
    for (const stop of stops.toReversed()) await stop()
  }
  try {
    const dir = await mkdtemp(join(tmpdir(), 'holdall-test-'))
    guard.removeAtEnd(dir)
    // For root, Postgres runs as another user, who has to pass through.
    await chmod(dir, 0o711)
    const [postgres, s3] = await Promise.all([
      startPostgres({
        dir: join(dir, 'postgres'),
        port: 0,
        durable: false,
        guard,
        log: () => {},
      }).then(async (started) => {
        stops.push(started.stop)
        await createTemplate(started.url)
        return started
      }),
      startS3({ dir: join(dir, 's3'), region, credentials: [credentials] }).then((started) => {
        stops.push(started.close)
        return started
      }),
    ])
    project.provide('postgresUrl', postgres.url)
    project.provide('s3', { endpoint: s3.url, region, ...credentials })
    return stopAll
  } catch (error) {
    await stopAll()
    throw error
  }
}
