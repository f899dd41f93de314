import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../testing.ts'
import { place } from './place.ts'

test.runIf(process.getuid?.() === 0)(
  'binaries that the account of Postgres cannot reach are copied once to where it can',
  async () => {
    const [closed, shared, data] = [await temporaryFolder(), await temporaryFolder(), await temporaryFolder()]
    const root = join(closed, 'native')
    await mkdir(join(root, 'bin'), { recursive: true })
    await writeFile(join(root, 'bin', 'postgres'), 'binary')
    await chmod(closed, 0o700)
    const binaries = { root, version: '18.4.0', major: '18' }

    const first = await place(join(data, 'postgres'), binaries, shared)
    expect(first.binaries.root).toBe(join(shared, 'postgres-18.4.0'))
    const copy = join(first.binaries.root, 'bin', 'postgres')
    expect(await readFile(copy, 'utf8')).toBe('binary')
    await writeFile(copy, 'the same copy')
    await place(join(data, 'postgres'), binaries, shared)
    expect(await readFile(copy, 'utf8')).toBe('the same copy')
  },
)

test('what is reachable is used where it is', async () => {
  const [tree, data] = [await temporaryFolder(), await temporaryFolder()]
  await mkdir(join(tree, 'bin'))
  const binaries = { root: tree, version: '18.4.0', major: '18' }
  const found = await place(join(data, 'postgres'), binaries, join(tree, 'unused'))
  expect(found).toMatchObject({ dir: join(data, 'postgres'), binaries })
})
