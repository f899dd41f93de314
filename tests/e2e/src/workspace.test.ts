import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../../..')

/** Who may list whom. `turbo boundaries` sees only closures; this is the table itself. */
const ALLOWED: Record<string, string[]> = {
  '@holdall/db': [],
  '@holdall/storage': [],
  '@holdall/ui': [],
  '@holdall/s3-local': [],
  '@holdall/auth': ['@holdall/db'],
  '@holdall/devstack': ['@holdall/db', '@holdall/s3-local', '@holdall/storage'],
  '@holdall/api': ['@holdall/auth', '@holdall/db', '@holdall/storage'],
  '@holdall/client': ['@holdall/api'],
  '@holdall/server': ['@holdall/api', '@holdall/auth', '@holdall/db', '@holdall/storage'],
  '@holdall/web': ['@holdall/client', '@holdall/ui'],
  '@holdall/admin': ['@holdall/client', '@holdall/ui'],
}

type Manifest = { name: string } & Partial<Record<'dependencies' | 'devDependencies', Record<string, string>>>

function manifests(): Manifest[] {
  return ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(ROOT, group)).map((folder) =>
      JSON.parse(readFileSync(join(ROOT, group, folder, 'package.json'), 'utf8')),
    ),
  )
}

test('every package lists only the internal packages that it may import', () => {
  const listed = manifests().map(({ name, dependencies, devDependencies }) => [
    name,
    Object.keys({ ...dependencies, ...devDependencies }).filter((dependency) =>
      dependency.startsWith('@holdall/'),
    ),
  ])
  const allowed = Object.entries(ALLOWED)
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(allowed))
})
