import { join } from 'node:path'
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
  const { ports, dir, webUrl, adminUrl } = settings
  await claimPort({ port: ports.server, wants: 'the server', variable: 'PORT' })
  const browserApps: App[] = apps
    ? [
        { name: 'web', port: ports.web, url: `${webUrl}/` },
        // Node doesn't resolve names under localhost, as browsers do.
        { name: 'admin', port: ports.admin, url: `http://localhost:${ports.admin}/` },
      ]
    : []
  for (const { name, port } of browserApps) {
    await claimPort({ port, wants: `the ${name} app`, variable: `${name.toUpperCase()}_PORT` })
  }
  const stack = await startStack({
    dir,
    ports: { postgres: ports.postgres, s3: ports.s3 },
    env: process.env,
    origins: [webUrl, adminUrl],
    log: printer('postgres', { only: /FATAL|PANIC|stopping/ }).line,
  })
  const children: Child[] = []
  const outputs: Printer[] = []
  const stop = async () => {
    // The apps first: the server's last answers need the stack.
    await Promise.all(children.map((child) => child.stop()))
    await stack.stop()
  }
  try {
    const env = serverEnv(stack, settings, ports.server)
    await writeEnvFile(join(dir, 'dev.env'), env)
    const start = async (name: Source, childEnv: Record<string, string | undefined>) => {
      const output = printer(name, { held: true })
      outputs.push(output)
      const cwd = join(settings.root, 'apps', name)
      children.push(await startChild({ name, cwd, env: childEnv, guard: stack.guard, onLine: output.line }))
    }
    await start('server', { ...process.env, ...env, SERVE_APPS: 'false', S3_SETUP: 'false' })
    for (const app of browserApps) await start(app.name, browserEnv(settings))

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
  const addresses = apps
    ? [
        `  Web app    ${webUrl}        sign in as ${user.email} with ${user.password}, or sign up`,
        `  Dashboard  ${adminUrl}  sign in as ${admin.email} with ${admin.password}`,
      ]
    : []
  const lines = [
    '',
    'Holdall is ready.',
    '',
    ...addresses,
    '',
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
