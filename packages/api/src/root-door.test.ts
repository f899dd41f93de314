import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const PACKAGE = join(import.meta.dirname, '..')
const TSC = join(PACKAGE, 'node_modules/typescript/bin/tsc')

const TYPES = `import type { AppRouter, RouterInputs } from '@holdall/api'
export const input: RouterInputs['files']['get'] = { id: 'x' }
export type Router = AppRouter
console.log(input)`

const WRONG = TYPES.replace("id: 'x'", 'id: 1')
const VALUES = ['appRouter', 'AppRouter', 'REASONS']
const importing = (name: string) => `import { ${name} } from '@holdall/api'\nconsole.log(${name})`
const PROGRAMS = {
  types: TYPES,
  wrong: WRONG,
  ...Object.fromEntries(VALUES.map((name, n) => [`value${n}`, importing(name)])),
}

/** Somebody's project that depends on this package. */
let project: string
let compiled: string

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'holdall-root-door-'))
  await mkdir(join(project, 'node_modules/@holdall'), { recursive: true })
  await symlink(PACKAGE, join(project, 'node_modules/@holdall/api'))
  const config = {
    extends: join(PACKAGE, '../../tsconfig.base.json'),
    compilerOptions: { typeRoots: [join(PACKAGE, 'node_modules/@types')] },
    files: Object.keys(PROGRAMS).map((name) => `${name}.ts`),
  }
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify(config))
  compiled = await compile()
})
afterAll(() => rm(project, { recursive: true }))

/** What tsc says about these programs' own lines. It runs once for all of them: it is slow. */
async function compile(): Promise<string> {
  for (const [name, source] of Object.entries(PROGRAMS)) await writeFile(join(project, `${name}.ts`), source)
  const run = promisify(execFile)(process.execPath, [TSC, '-p', project], { cwd: project })
  return await run.then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  )
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

describe('the root door', () => {
  test('has the types for anybody, and no code comes with them', async () => {
    expect(compiled).not.toMatch(/^types\.ts/m)
    const code = await bundle(TYPES)
    expect(code).toContain('console.log')
    expect(code.length).toBeLessThan(1000)
  })

  test('says what is wrong with an input', () => {
    expect(compiled).toMatch(/^wrong\.ts\(2,\d+\): error TS2322/m)
  })

  test.each([...VALUES.entries()])('gives nobody a value (%i: %s)', async (n, name) => {
    expect(compiled).toMatch(new RegExp(`^value${n}\\.ts\\(1,\\d+\\): error TS`, 'm'))
    await expect(bundle(importing(name))).rejects.toThrow(/@holdall\/api/)
  })
})
