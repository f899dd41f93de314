import { join } from 'node:path'
import { openFolder } from '../folder.ts'
import { claimPort } from '../ports.ts'
import { type Stack, startStack } from '../stack.ts'
import { type Child, startChild } from './children.ts'
import { DEMO_USERS } from './demo-users.ts'
import { formatLine, levelOf, type Source } from './output.ts'
import { waitUntilReady } from './ready.ts'
import { serverEnv, writeEnvFile } from './server-env.ts'
import type { Settings } from './settings.ts'

export type Running = {
  /** Resolves with a sentence when a part ends without having been told to. */
  failed: Promise<string>
  stop(): Promise<void>
}

type App = { name: Source; port: number; url: string }

/** Starts the stack, the server and the two apps, and resolves once all of them answer. */
export async function runDev(settings: Settings, { apps }: { apps: boolean }): Promise<Running> {
  const { dir, ports } = settings
  const folder = await openFolder(dir)
  const children: Child[] = []
  const outputs: Printer[] = []
  let stack: Stack | undefined
  const stop = async () => {
    // The server before the stack: its last answers need it.
    await Promise.all(children.map((child) => child.stop()))
    await stack?.stop()
    await folder.close()
  }
  const start = async (name: Source, env: Record<string, string | undefined>) => {
    const output = printer(name, { held: true })
    outputs.push(output)
    const cwd = join(settings.root, 'apps', name)
    children.push(await startChild({ name, cwd, env, guard: folder.guard, onLine: output.line }))
  }
  try {
    const browserApps = apps ? browserAppsOf(settings) : []
    await claimPort({ port: ports.server, wants: 'the server', variable: 'PORT' })
    for (const { name, port } of browserApps) {
      await claimPort({ port, wants: `the ${name} app`, variable: `${name.toUpperCase()}_PORT` })
    }
    // Vite needs none of the stack: it starts meanwhile.
    for (const { name } of browserApps) await start(name, browserEnv(settings))
    stack = await startStack({
      dir,
      folder,
      ports: { postgres: ports.postgres, s3: ports.s3 },
      env: process.env,
      origins: [settings.webUrl, settings.adminUrl],
      log: printer('postgres', { only: /FATAL|PANIC|stopping/ }).line,
    })
    const env = serverEnv(stack, settings, ports.server)
    await writeEnvFile(join(dir, 'dev.env'), env)
    await start('server', { ...process.env, ...env, SERVE_APPS: 'false', S3_SETUP: 'false' })

    const failed = Promise.race([stack.failed, ...children.map((child) => child.failed)])
    const server = { name: 'server', url: `http://127.0.0.1:${ports.server}/readyz` }
    await Promise.all(
      [server, ...browserApps].map((target) => waitUntilReady(target, { failed, seconds: 60 })),
    )
    for (const output of outputs) output.release({ levels: ['warn', 'error', 'fatal'] })
    announce(settings, stack, { apps })
    return { failed, stop }
  } catch (error) {
    for (const output of outputs) output.release()
    await stop()
    throw error
  }
}

function browserAppsOf({ ports, webUrl }: Settings): App[] {
  return [
    { name: 'web', port: ports.web, url: `${webUrl}/` },
    // Node doesn't resolve names under localhost, as browsers do.
    { name: 'admin', port: ports.admin, url: `http://localhost:${ports.admin}/` },
  ]
}

/** The browser apps get no secret: whatever Vite sees can end up in a bundle. */
function browserEnv({ ports }: Settings): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR, TERM, LANG, SystemRoot, NODE_OPTIONS } = process.env
  const numbers = { PORT: ports.server, WEB_PORT: ports.web, ADMIN_PORT: ports.admin }
  const named = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)]))
  return { PATH, HOME, TMPDIR, TERM, LANG, SystemRoot, NODE_OPTIONS, NODE_ENV: 'development', ...named }
}

type Printer = {
  line: (line: string) => void
  /** Prints what was held back, or only some levels of it, and holds nothing back from now on. */
  release: (filter?: { levels: string[] }) => void
}

/** Start-up chatter is held back, so that what a person needs stands alone; a failed start shows it all. */
function printer(source: Source, { held = false, only }: { held?: boolean; only?: RegExp }): Printer {
  const colour = process.stdout.isTTY
  let waiting: string[] | null = held ? [] : null
  const print = (line: string) => process.stdout.write(`${formatLine(source, line, { colour })}\n`)
  return {
    line: (line) => {
      if (only && !only.test(line)) return
      if (waiting) waiting.push(line)
      else print(line)
    },
    release: (filter) => {
      const lines = waiting ?? []
      waiting = null
      for (const line of lines) if (!filter || filter.levels.includes(levelOf(line))) print(line)
    },
  }
}

function announce({ webUrl, adminUrl, ports }: Settings, stack: Stack, { apps }: { apps: boolean }): void {
  const [user, admin] = DEMO_USERS
  const width = Math.max(webUrl.length, adminUrl.length)
  const addresses = [
    `  Web app    ${webUrl.padEnd(width)}  sign in as ${user.email} with ${user.password}, or sign up`,
    `  Dashboard  ${adminUrl.padEnd(width)}  sign in as ${admin.email} with ${admin.password}`,
  ]
  const lines = [
    '',
    'Holdall is ready.',
    '',
    ...(apps ? [...addresses, ''] : []),
    `  API        http://localhost:${ports.server}/trpc`,
    `  Postgres   ${stack.summary.postgres}`,
    `  S3         ${stack.summary.s3}`,
    '',
    'Ctrl-C stops everything; the data stays.',
    '',
    '',
  ]
  process.stdout.write(lines.join('\n'))
}
