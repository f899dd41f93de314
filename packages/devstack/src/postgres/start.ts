import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { StackError } from '../errors.ts'
import type { Guard } from '../guard.ts'
import { freePort, portTaken } from '../ports.ts'
import { asAccount } from './account.ts'
import { binary, findBinaries } from './binaries.ts'
import { openCluster } from './cluster.ts'
import { stopOrphan } from './orphan.ts'
import { type Place, place } from './place.ts'

export type PostgresOptions = {
  /** The data folder, made when missing. */
  dir: string
  /** 0 takes any free port. */
  port: number
  log: (line: string) => void
  /** False gives up what survives a power cut, for the throw-away clusters of tests. */
  durable?: boolean
  /** Stops Postgres when this process dies. */
  guard?: Guard
  /** Where root's data goes when `dir` is out of Postgres' reach. Only tests set it. */
  shared?: string
}

export type Postgres = {
  /** Superuser URL of the database `postgres`. */
  url: string
  port: number
  /** Where the data really is. */
  dir: string
  pid: number
  /** Resolves with a sentence when Postgres ends without having been told to. */
  failed: Promise<string>
  /** A fast shutdown: open transactions roll back, everything committed is on disk. */
  stop(): Promise<void>
}

/**
 * Starts the embedded Postgres on loopback over TCP alone (socket paths are too short for deep clones).
 * Fails with a {@link StackError} for a taken port, data of another version, or data out of reach.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const found = await place(options.dir, await findBinaries(), options.shared)
  const { password } = await openCluster(found, { sync: options.durable ?? true })
  await stopOrphan(found.dir, options.log)
  for (let attempt = 1; ; attempt++) {
    const port = options.port || (await freePort())
    const result = await launch(found, port, options)
    if (result.ok) return finish(result.child, { password, port, place: found, guard: options.guard })
    const again = retryDelay(result.lines, options.port === 0)
    if (again === null || attempt === 20) throw startError(result.lines, port)
    await delay(again)
  }
}

type Launch = { ok: true; child: ChildProcess } | { ok: false; lines: string[] }

function launch(found: Place, port: number, options: PostgresOptions): Promise<Launch> {
  const relaxed = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300']
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=100',
    'log_timezone=UTC',
    'timezone=UTC',
    ...(options.durable === false ? relaxed : []),
  ]
  const child = spawn(
    binary(found.binaries, 'postgres'),
    ['-D', found.dir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...asAccount(found.account),
      cwd: found.dir,
      // A process group of its own: Ctrl-C in the terminal must not stop it before those that use it.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
    },
  )
  if (child.pid) options.guard?.watch({ pid: child.pid, signal: 'SIGINT', group: false })
  const lines: string[] = []
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => {
      if (child.pid) options.guard?.forget(child.pid)
      resolve({ ok: false, lines })
    })
    createInterface({ input: child.stderr }).on('line', (line) => {
      options.log(line)
      if (lines.length < 100) lines.push(line)
      if (line.includes('database system is ready to accept connections')) resolve({ ok: true, child })
    })
  })
}

type Running = { password: string; port: number; place: Place; guard: Guard | undefined }

function finish(child: ChildProcess, { password, port, place: found, guard }: Running): Postgres {
  const pid = child.pid ?? 0
  let stopping = false
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const failed = new Promise<string>((resolve) => {
    child.once('close', (code, signal) => {
      guard?.forget(pid)
      if (!stopping) resolve(`Postgres ended by itself (${signal ?? `exit code ${code}`}).`)
    })
  })
  return {
    url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
    port,
    dir: found.dir,
    pid,
    failed,
    stop: async () => {
      stopping = true
      child.kill('SIGINT')
      await closed
    },
  }
}

/** Milliseconds until another try can succeed, or null when none can. */
function retryDelay(lines: string[], anyPort: boolean): number | null {
  const text = lines.join('\n')
  // Children of a killed postmaster notice its death within a moment.
  if (text.includes('pre-existing shared memory block') || text.includes('is still in use')) return 250
  return anyPort && text.includes('Address already in use') ? 0 : null
}

function startError(lines: string[], port: number): StackError {
  if (lines.some((line) => line.includes('Address already in use'))) {
    return portTaken({ port, wants: 'Postgres', variable: 'POSTGRES_PORT' })
  }
  const cause = lines.filter((line) => /FATAL|PANIC|ERROR|HINT|DETAIL/.test(line))
  return new StackError(`Postgres did not start: ${(cause.length ? cause : lines).join(' ').trim()}`)
}
