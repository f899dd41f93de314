import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import type { Guard } from '../guard.ts'

/** Milliseconds: the server itself gives its requests ten seconds. */
const PATIENCE = 12_000

export type ChildOptions = {
  name: string
  /** A package's folder; its `dev` script is run as pnpm would run it, without pnpm's start-up time. */
  cwd: string
  env: Record<string, string | undefined>
  guard: Guard
  onLine: (line: string) => void
}

export type Child = {
  name: string
  /** Resolves with a sentence when the process ends without having been told to. */
  failed: Promise<string>
  stop(): Promise<void>
}

/** Starts a package's `dev` script in a process group of its own, so that all of it can be stopped. */
export async function startChild({ name, cwd, env, guard, onLine }: ChildOptions): Promise<Child> {
  const { scripts } = JSON.parse(await readFile(join(cwd, 'package.json'), 'utf8')) as {
    scripts?: { dev?: string }
  }
  const path = [join(cwd, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
  const child = spawn(scripts?.dev ?? 'false', {
    cwd,
    shell: true,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, PATH: path },
  })
  const pid = child.pid ?? 0
  if (pid) guard.watch({ pid, signal: 'SIGTERM', group: true })
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine)

  let stopping = false
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  return {
    name,
    failed: new Promise((resolve) => {
      void ended.then((how) => !stopping && resolve(`The ${name} process ended by itself (${how}).`))
    }),
    stop: async () => {
      stopping = true
      signalGroup(child, 'SIGTERM')
      // The shell is gone before what it started, which has answers to finish and connections to close.
      for (let waited = 0; waited < PATIENCE && isGroupAlive(child); waited += 25) await delay(25)
      signalGroup(child, 'SIGKILL')
      await ended
      guard.forget(pid)
    },
  }
}

function isGroupAlive(child: ChildProcess): boolean {
  return signalGroup(child, 0)
}

/** Whether there was anybody to signal. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (!child.pid) return false
  try {
    return process.platform === 'win32' ? child.kill(signal) : process.kill(-child.pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    return false
  }
}
