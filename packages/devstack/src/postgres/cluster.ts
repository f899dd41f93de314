import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { StackError } from '../errors.ts'
import { asAccount } from './account.ts'
import { binary } from './binaries.ts'
import { giveTo, type Place } from './place.ts'

const run = promisify(execFile)

/** In the data folder: what opens this cluster, so that the two can't be separated. */
const PASSWORD_FILE = 'holdall-password'

/** Opens the cluster in the data folder, making it first when there is none. Never deletes one. */
export async function openCluster(place: Place, { sync }: { sync: boolean }): Promise<{ password: string }> {
  const entries = await readdir(place.dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error
    throw new StackError(
      `The Postgres data in ${place.dir} belongs to another user: start as that user, or as root, or move the folder away.`,
      { cause: error },
    )
  })
  if (entries.length === 0) return createCluster(place, { sync })

  const version = await readFile(join(place.dir, 'PG_VERSION'), 'utf8').then(
    (text) => text.trim(),
    () => null,
  )
  if (version !== place.binaries.major) {
    const what = version ? `made by Postgres ${version}` : 'not a Postgres data folder'
    throw new StackError(
      `${place.dir} is ${what}, and this is Postgres ${place.binaries.major}: nothing was touched; ` +
        'move the folder away to start afresh, or check out the version of Holdall that made it.',
    )
  }
  const password = await readFile(join(place.dir, PASSWORD_FILE), 'utf8').catch(() => null)
  if (!password) {
    throw new StackError(
      `${place.dir} holds a Postgres cluster that Holdall did not make (no ${PASSWORD_FILE}): nothing was touched; move it away.`,
    )
  }
  return { password }
}

/** initdb beside the final place, then one rename: a kill at any moment leaves a whole cluster or none. */
async function createCluster(place: Place, { sync }: { sync: boolean }): Promise<{ password: string }> {
  await removeUnfinished(place.dir)
  const unfinished = `${place.dir}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  await giveTo(place.account, unfinished)
  const password = randomBytes(24).toString('base64url')
  const passwordFile = join(unfinished, PASSWORD_FILE)
  const data = join(unfinished, 'data')
  try {
    await writeFile(passwordFile, password, { mode: 0o600 })
    await giveTo(place.account, passwordFile)
    await run(
      binary(place.binaries, 'initdb'),
      [
        `--pgdata=${data}`,
        `--pwfile=${passwordFile}`,
        '--username=postgres',
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // Postgres' own C.UTF-8: sorts alike on every machine, whatever locales it has.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        ...(sync ? [] : ['--no-sync']),
      ],
      { ...asAccount(place.account), cwd: unfinished, env: { ...process.env, LC_ALL: 'C' } },
    )
    await rename(passwordFile, join(data, PASSWORD_FILE))
    await rename(data, place.dir)
    return { password }
  } catch (error) {
    const { stderr } = error as { stderr?: string }
    throw new StackError(`Postgres could not make its data folder: ${stderr?.trim() || String(error)}`, {
      cause: error,
    })
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

/** What a kill in the middle of an earlier initdb left: never a cluster that was in use. */
async function removeUnfinished(dir: string): Promise<void> {
  const leftovers = await readdir(dirname(dir)).catch(() => [])
  for (const name of leftovers) {
    if (name.startsWith(`${basename(dir)}.new-`)) {
      await rm(join(dirname(dir), name), { recursive: true, force: true })
    }
  }
}
