import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StackError } from '../errors.ts'

export type Settings = {
  /** The clone. */
  root: string
  /** Where all data lives. */
  dir: string
  ports: { server: number; web: number; admin: number; s3: number; postgres: number }
  webUrl: string
  adminUrl: string
}

/** Reads `.env` at the root, then the ports and the data folder. Variables that are set already win. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const root = fileURLToPath(new URL('../../../..', import.meta.url))
  const file = join(root, '.env')
  if (env === process.env && existsSync(file)) process.loadEnvFile(file)
  const ports = {
    server: port(env, 'PORT', 3000),
    web: port(env, 'WEB_PORT', 5173),
    admin: port(env, 'ADMIN_PORT', 5174),
    s3: port(env, 'S3_PORT', 9000),
    postgres: port(env, 'POSTGRES_PORT', 54_320),
  }
  return {
    root,
    dir: env.HOLDALL_DIR ? resolve(root, env.HOLDALL_DIR) : join(root, '.holdall'),
    ports,
    webUrl: `http://localhost:${ports.web}`,
    // Cookies ignore ports: two apps on `localhost` would share one session.
    adminUrl: `http://admin.localhost:${ports.admin}`,
  }
}

function port(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const value = env[name]?.trim()
  if (!value) return fallback
  if (/^\d{1,5}$/.test(value) && Number(value) > 0 && Number(value) < 65_536) return Number(value)
  throw new StackError(`${name} must be a port from 1 to 65535.`)
}
