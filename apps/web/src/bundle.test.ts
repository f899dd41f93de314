import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** In bytes, gzipped: what a browser loads before the sign-in form and the list of files are both there. */
const BUDGET = 150_000

/** Routes whose code counts as the first load. */
const FIRST = ['src/routes/sign-in.tsx', 'src/routes/_app.tsx', 'src/routes/_app.index.tsx']

const FORBIDDEN = [
  /\/packages\/(api|auth|db|storage|devstack|s3-local)\//,
  /\/apps\/server\//,
  /\/node_modules\/(@aws-sdk|@smithy|@prisma|@neondatabase|better-auth|hono|@hono|pino|pg|superjson|zod)\//,
  /\/node_modules\/@trpc\/server\/dist\/(adapters|initTRPC|resolveResponse)/,
]

type Chunk = { file: string; isEntry?: boolean; imports?: string[] }

const root = fileURLToPath(new URL('..', import.meta.url))
let out = ''

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'holdall-web-'))
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const options = ['--outDir', out, '--emptyOutDir', '--manifest', '--sourcemap', '--logLevel', 'error']
  const { PATH } = process.env
  await promisify(execFile)(process.execPath, [vite, 'build', ...options], { cwd: root, env: { PATH } })
}, 120_000)

afterAll(() => rm(out, { recursive: true, force: true }))

async function readAll(extension: string): Promise<string[]> {
  const assets = join(out, 'assets')
  const names = (await readdir(assets)).filter((name) => name.endsWith(extension))
  return Promise.all(names.map((name) => readFile(join(assets, name), 'utf8')))
}

test('holds no server code, AWS SDK, zod, superjson or better-auth', async () => {
  const maps = await readAll('.js.map')
  const modules = maps.flatMap((map) => (JSON.parse(map) as { sources: string[] }).sources)
  // That the paths look as the patterns expect them.
  expect(modules.some((path) => path.includes('/packages/client/src/'))).toBe(true)
  expect(modules.some((path) => path.includes('/node_modules/@trpc/client/'))).toBe(true)
  expect(modules.filter((path) => FORBIDDEN.some((pattern) => pattern.test(path)))).toEqual([])
})

test('holds no name of a server’s secret', async () => {
  const code = (await readAll('.js')).join('\n')
  expect(code).not.toMatch(/DATABASE_URL|AUTH_SECRET|AWS_SECRET|PrismaClient/)
})

test('loads sign-in and the list of files within the budget', async () => {
  const manifest = JSON.parse(await readFile(join(out, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >
  const keys = Object.keys(manifest)
  const routes = FIRST.map((route) => keys.filter((key) => key.split('?')[0] === route))
  expect(routes.every((found) => found.length > 0)).toBe(true)
  const entries = keys.filter((key) => manifest[key]?.isEntry)
  const files = withImports(manifest, [...entries, ...routes.flat()])
  const sizes = await Promise.all(
    files.map(async (file) => ({ file, bytes: gzipSync(await readFile(join(out, file))).length })),
  )
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  console.info(
    `First load: ${(total / 1000).toFixed(1)} kB of gzipped JavaScript in ${sizes.length} files\n` +
      sizes
        .toSorted((a, b) => b.bytes - a.bytes)
        .map(({ file, bytes }) => `  ${(bytes / 1000).toFixed(1).padStart(6)} kB  ${file}`)
        .join('\n'),
  )
  expect(total).toBeLessThan(BUDGET)
})

/** The files of these chunks and of all that they import statically. */
function withImports(manifest: Record<string, Chunk>, start: string[]): string[] {
  const found = new Set(start)
  for (const key of found) for (const imported of manifest[key]?.imports ?? []) found.add(imported)
  return [...found].flatMap((key) => manifest[key]?.file ?? []).filter((file) => file.endsWith('.js'))
}
