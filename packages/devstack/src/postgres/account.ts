import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { StackError } from '../errors.ts'

const run = promisify(execFile)

/** Whom Postgres runs as; null when it simply runs as whoever started us. */
export type Account = { uid: number; gid: number; name: string } | null

/**
 * Postgres refuses to run as root. For root this is the owner of the data folder when there is one,
 * else the account `postgres`, else `nobody`, which every system has: we never create accounts.
 */
export async function accountFor(dir: string): Promise<Account> {
  if (process.getuid?.() !== 0) return null
  const owner = await stat(dir).catch(() => null)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: `user ${owner.uid}` }
  const accounts = await readFile('/etc/passwd', 'utf8').catch(() => '')
  for (const name of ['postgres', 'nobody']) {
    const line = accounts.split('\n').find((entry) => entry.startsWith(`${name}:`))
    const [, , uid, gid] = line?.split(':') ?? []
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid), name }
  }
  throw new StackError(
    'Postgres refuses to run as root, and there is no account postgres or nobody to run it as: start as another user.',
  )
}

/** What a child process needs to run as that account. */
export function asAccount(account: Account): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {}
}

/**
 * Whether the account can enter a folder. Asked of the system itself, since modes, ACLs and mounts all
 * have a say in it.
 */
export async function canEnter(account: Account, dir: string): Promise<boolean> {
  if (!account) return true
  return run('/bin/sh', ['-c', 'cd -- "$0"', dir], { ...asAccount(account), cwd: '/' }).then(
    () => true,
    () => false,
  )
}
