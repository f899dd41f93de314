import { randomBytes } from 'node:crypto'
import { chown, cp, mkdir, readlink, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { StackError } from '../errors.ts'
import { type Account, accountFor, canEnter } from './account.ts'
import type { Binaries } from './binaries.ts'

/**
 * Where root's data and binaries go when the account that runs Postgres can't reach the clone, as in a
 * home folder of mode 700. Unlike /tmp and /var/tmp it survives reboots and is never cleaned by age.
 */
const SHARED = '/var/lib/holdall'

export type Place = { dir: string; account: Account; binaries: Binaries }

/**
 * Decides where the data folder `dir` really is and who runs Postgres on it. When the account can't
 * reach `dir`, the data lives in {@link SHARED} and `dir` becomes a link to it: the link alone says
 * where the data is, so that it stays with a clone that is moved and starts afresh with one that isn't.
 */
export async function place(dir: string, binaries: Binaries, shared = SHARED): Promise<Place> {
  await mkdir(dirname(resolve(dir)), { recursive: true })
  const linked = await readlink(dir).catch(() => null)
  const real = linked === null ? resolve(dir) : resolve(dirname(dir), linked)
  const account = await accountFor(real)
  if (!account) return { dir: real, account, binaries }

  let home = real
  if (!(await canEnter(account, dirname(real)))) {
    const exists = await stat(real).catch(() => null)
    if (exists || linked !== null) {
      throw new StackError(
        `Postgres runs as ${account.name}, who can't reach its data in ${real}: let them enter the folders above it.`,
      )
    }
    home = join(shared, `${basename(dirname(dirname(real)))}-${randomBytes(6).toString('hex')}`)
    await mkdir(home, { recursive: true })
    await writeFile(join(home, 'belongs-to.txt'), `${real}\n`)
    home = join(home, 'postgres')
    await symlink(home, dir)
  }
  return { dir: home, account, binaries: await reachable(binaries, account, shared) }
}

/** The binaries themselves, or a copy of them that the account can reach. */
async function reachable(binaries: Binaries, account: Account, shared: string): Promise<Binaries> {
  if (await canEnter(account, join(binaries.root, 'bin'))) return binaries
  const root = join(shared, `postgres-${binaries.version}`)
  if (!(await stat(root).catch(() => null))) {
    const unfinished = `${root}.${randomBytes(6).toString('hex')}`
    await mkdir(shared, { recursive: true })
    await cp(binaries.root, unfinished, { recursive: true, verbatimSymlinks: true })
    // Whoever loses the race to the final name uses the winner's copy.
    await rename(unfinished, root).catch(async (error: NodeJS.ErrnoException) => {
      await rm(unfinished, { recursive: true, force: true })
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  }
  if (await canEnter(account, join(root, 'bin'))) return { ...binaries, root }
  throw new StackError(`Postgres runs as ${account?.name}, who can't reach ${root}: let them enter it.`)
}

/** Gives a new folder to the account that will own the data. */
export async function giveTo(account: Account, path: string): Promise<void> {
  if (account) await chown(path, account.uid, account.gid)
}
