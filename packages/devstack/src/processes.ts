import { execFile } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import { platform } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Resolves to true once the process is gone, to false when it is still there after `ms` milliseconds. */
export async function waitForExit(pid: number, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false
    await delay(25)
  }
  return true
}

/** A process's command line, or null when it is gone or the system doesn't tell. */
export async function commandOf(pid: number): Promise<string | null> {
  if (platform() === 'linux') {
    const [command, program] = await Promise.all([
      readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null),
      readlink(`/proc/${pid}/exe`).catch(() => ''),
    ])
    return command === null ? null : `${program} ${command.replaceAll('\0', ' ')}`
  }
  if (platform() === 'win32') return null
  return run('ps', ['-o', 'command=', '-p', String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  )
}

/**
 * A mark that tells a process from a later one with the same id: its start time. Empty where the
 * system doesn't tell, so that only the id counts there.
 */
export async function birthMark(pid: number): Promise<string> {
  if (platform() === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    // proc(5): field 22 is the start time. The second field, the name, may hold spaces and brackets.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  }
  if (platform() === 'win32') return ''
  return run('ps', ['-o', 'lstart=', '-p', String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  )
}
