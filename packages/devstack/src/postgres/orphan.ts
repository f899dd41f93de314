import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { StackError } from '../errors.ts'
import { commandOf, isAlive, waitForExit } from '../processes.ts'

/**
 * Stops a Postgres that an earlier, killed stack left running on this data folder. It is stopped rather
 * than reused: its port, settings and log are the dead stack's. A fast shutdown first, then an immediate
 * one, after which Postgres recovers from its log; never SIGKILL, which leaves shared memory behind.
 */
export async function stopOrphan(dir: string, log: (line: string) => void): Promise<void> {
  const file = join(dir, 'postmaster.pid')
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0])
  if (!pid) return
  if (!isAlive(pid) || !(await isPostgresOn(dir, pid))) {
    // Postgres itself would refuse to start when another program has got the dead one's number.
    await rm(file, { force: true })
    return
  }
  log(`stopping the Postgres that an earlier run left behind (process ${pid})`)
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    try {
      process.kill(pid, signal)
    } catch (cause) {
      if (!isAlive(pid)) return
      throw new StackError(`A Postgres of another user (process ${pid}) runs on ${dir}: stop it first.`, {
        cause,
      })
    }
    if (await waitForExit(pid, 10_000)) return
  }
  throw new StackError(`The Postgres that runs on ${dir} (process ${pid}) doesn't stop: stop it first.`)
}

/** Whether the process is a Postgres on this very folder: process ids are used again, by anything. */
async function isPostgresOn(dir: string, pid: number): Promise<boolean> {
  const command = await commandOf(pid)
  // Where the system doesn't tell, the file is believed: refusing to start beats two servers on one folder.
  return command === null || (/postgres/.test(command) && command.includes(`-D ${dir}`))
}
