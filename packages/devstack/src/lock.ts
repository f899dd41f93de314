import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StackError } from './errors.ts'
import { birthMark, isAlive, waitForExit } from './processes.ts'

type Holder = { pid: number; birth: string; guardPid: number }

/**
 * Makes this process the only stack on a data folder. What a killed stack left is taken over, once its
 * guard has stopped the rest of it.
 * @throws StackError while another stack runs on the folder
 */
export async function lockFolder(dir: string, guardPid: number): Promise<{ release(): Promise<void> }> {
  await mkdir(dir, { recursive: true })
  const path = join(dir, 'running.json')
  const mine = join(dir, `running.${process.pid}.${randomBytes(4).toString('hex')}`)
  const holder: Holder = { pid: process.pid, birth: await birthMark(process.pid), guardPid }
  await writeFile(mine, JSON.stringify(holder), { mode: 0o600 })
  try {
    for (;;) {
      // A link to a finished file either appears whole or not at all, and only one process can make it.
      const made = await link(mine, path).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'EEXIST') return false
          throw error
        },
      )
      if (made) return { release: () => rm(path, { force: true }) }
      await removeStale(path)
    }
  } finally {
    await rm(mine, { force: true })
  }
}

async function removeStale(path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return
  const { pid, birth, guardPid } = JSON.parse(text) as Holder
  if (isAlive(pid) && (await birthMark(pid)) === birth) {
    throw new StackError(`Holdall runs here already (process ${pid}): use it, or stop it first.`)
  }
  if (guardPid > 0) await waitForExit(guardPid, 15_000)
  await rm(path, { force: true })
}
