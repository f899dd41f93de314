import { join, relative } from 'node:path'
import { startStack } from '../stack.ts'
import type { Running } from './run-dev.ts'
import { serverEnv, writeEnvFile } from './server-env.ts'
import type { Settings } from './settings.ts'

/** Starts Postgres and S3 alone, and says how to run the built server on them. */
export async function runStack(settings: Settings): Promise<Running> {
  const { dir, ports } = settings
  // As `pnpm start` serves them: both apps from the server's own port.
  const webUrl = `http://localhost:${ports.server}`
  const adminUrl = `http://admin.localhost:${ports.server}`
  const stack = await startStack({
    dir,
    ports: { postgres: ports.postgres, s3: ports.s3 },
    env: process.env,
    origins: [webUrl, adminUrl],
    log: () => {},
  })
  const file = join(dir, 'stack.env')
  await writeEnvFile(file, serverEnv(stack, { webUrl, adminUrl }, ports.server))
  const shown = relative(settings.root, file)
  process.stdout.write(
    `Postgres  ${stack.summary.postgres}\nS3        ${stack.summary.s3}\n\n` +
      `${shown} holds the variables for a server on them. In another terminal, at the root of the clone:\n\n` +
      `  set -a; . ${shown}; set +a; npx -y pnpm@12 start\n\nCtrl-C stops both; the data stays.\n`,
  )
  return { failed: stack.failed, stop: stack.stop }
}
