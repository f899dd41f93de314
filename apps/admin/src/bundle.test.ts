import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** In bytes, gzipped: all of the dashboard's JavaScript, of which a browser loads only what a page needs. */
const BUDGET = 160_000

const FORBIDDEN =
  /\/packages\/(api|auth|db|storage|devstack|s3-local)\/|\/apps\/server\/|\/node_modules\/(@aws-sdk|@smithy|@prisma|better-auth|hono|pg|superjson|zod)\//

const root = fileURLToPath(new URL('..', import.meta.url))
let out = ''

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'holdall-admin-'))
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const options = ['--outDir', out, '--emptyOutDir', '--sourcemap', '--logLevel', 'error']
  const { PATH } = process.env
  await promisify(execFile)(process.execPath, [vite, 'build', ...options], { cwd: root, env: { PATH } })
}, 120_000)

afterAll(() => rm(out, { recursive: true, force: true }))

async function readAll(extension: string): Promise<Buffer[]> {
  const assets = join(out, 'assets')
  const names = (await readdir(assets)).filter((name) => name.endsWith(extension))
  return Promise.all(names.map((name) => readFile(join(assets, name))))
}

test('holds no server code, AWS SDK, zod or superjson', async () => {
  const maps = await readAll('.js.map')
  const modules = maps.flatMap((map) => (JSON.parse(map.toString()) as { sources: string[] }).sources)
  // That the paths look as the pattern expects them.
  expect(modules.some((path) => path.includes('/packages/client/src/'))).toBe(true)
  expect(modules.some((path) => path.includes('/node_modules/@trpc/client/'))).toBe(true)
  expect(modules.filter((path) => FORBIDDEN.test(path))).toEqual([])
})

test('is small enough to open at once on a slow line', async () => {
  const sizes = (await readAll('.js')).map((code) => gzipSync(code).length)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(BUDGET)
})
