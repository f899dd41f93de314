import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const PACKAGE = join(import.meta.dirname, '..')
const TSC = join(PACKAGE, 'node_modules/typescript/bin/tsc')

/** Somebody's project that depends on this package. */
let project: string

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'holdall-root-door-'))
  await mkdir(join(project, 'node_modules/@holdall'), { recursive: true })
  await symlink(PACKAGE, join(project, 'node_modules/@holdall/api'))
  const config = {
    extends: join(PACKAGE, '../../tsconfig.base.json'),
    compilerOptions: { typeRoots: [join(PACKAGE, 'node_modules/@types')] },
    files: ['main.ts'],
  }
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify(config))
})
afterAll(() => rm(project, { recursive: true }))

/** What tsc says about this program's own lines. */
async function compile(source: string): Promise<string> {
  await writeFile(join(project, 'main.ts'), source)
  const run = promisify(execFile)(process.execPath, [TSC, '-p', project], { cwd: project })
  const output = await run.then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  )
  return output
    .split('\n')
    .filter((line) => line.startsWith('main.ts'))
    .join('\n')
}

/** The code that Vite makes of it for a browser. */
async function bundle(source: string): Promise<string> {
  await writeFile(join(project, 'main.ts'), source)
  const result = await build({
    root: project,
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, rolldownOptions: { input: join(project, 'main.ts') } },
  })
  const [output] = [result].flat()
  if (!output || !('output' in output)) throw new Error('nothing was built')
  return output.output.map((chunk) => ('code' in chunk ? chunk.code : '')).join('\n')
}

const TYPES = `import type { AppRouter, RouterInputs } from '@holdall/api'
export const input: RouterInputs['files']['get'] = { id: 'x' }
export type Router = AppRouter
console.log(input)`

describe('the root door', () => {
  test('has the types for anybody, and no code comes with them', async () => {
    expect(await compile(TYPES)).toBe('')
    const code = await bundle(TYPES)
    expect(code).toContain('console.log')
    expect(code.length).toBeLessThan(1000)
  })

  test('says what is wrong with an input', async () => {
    expect(await compile(TYPES.replace("id: 'x'", 'id: 1'))).toMatch(/TS2322/)
  })

  test.each(['appRouter', 'AppRouter', 'REASONS'])('gives nobody the value %s', async (name) => {
    const source = `import { ${name} } from '@holdall/api'\nconsole.log(${name})`
    expect(await compile(source)).toMatch(/main\.ts\(\d,\d+\): error TS/)
    await expect(bundle(source)).rejects.toThrow(/@holdall\/api/)
  })
})
