import { chmod, writeFile } from 'node:fs/promises'
import type { Stack } from '../stack.ts'
import { DEMO_USERS } from './demo-users.ts'
import type { Settings } from './settings.ts'

type Addresses = Pick<Settings, 'webUrl' | 'adminUrl'>

/** What the server needs to run on this stack; what the environment says already wins over our defaults. */
export function serverEnv(
  stack: Stack,
  { webUrl, adminUrl }: Addresses,
  port: number,
): Record<string, string> {
  return {
    SIGN_UP: process.env.SIGN_UP || 'open',
    ...stack.env,
    ...(process.env.AUTH_SECRET && { AUTH_SECRET: process.env.AUTH_SECRET }),
    WEB_URL: webUrl,
    ADMIN_URL: adminUrl,
    PORT: String(port),
    DEMO_USERS: JSON.stringify(DEMO_USERS),
  }
}

/** Writes variables in a form that shells, `node --env-file` and our commands' `--env` read alike. */
export async function writeEnvFile(path: string, env: Record<string, string>): Promise<void> {
  const lines = Object.entries(env).map(([name, value]) => `${name}='${value}'\n`)
  await writeFile(path, lines.join(''), { mode: 0o600 })
  await chmod(path, 0o600)
}
