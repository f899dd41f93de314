import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { StackError } from '../errors.ts'
import { isAlive } from '../processes.ts'
import { query, temporaryFolder } from '../testing.ts'
import { type Postgres, type PostgresOptions, startPostgres } from './start.ts'

async function start(dir: string, changes: Partial<PostgresOptions> = {}): Promise<Postgres> {
  const postgres = await startPostgres({ dir, port: 0, log: () => {}, durable: false, ...changes })
  onTestFinished(async () => {
    if (isAlive(postgres.pid)) await postgres.stop()
  })
  return postgres
}

test('data is there after a stop and a start, behind the same password', async () => {
  const dir = join(await temporaryFolder(), 'postgres')
  const first = await start(dir)
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
  await first.stop()
  expect(isAlive(first.pid)).toBe(false)
  const second = await start(dir)
  expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
  expect(new URL(second.url).password).toBe(new URL(first.url).password)
  await expect(query(second.url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow('password')
})

test('a Postgres that a killed stack left running is stopped, and what it had committed is there', async () => {
  const dir = join(await temporaryFolder(), 'postgres')
  const orphan = await start(dir)
  await query(orphan.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
  const heir = await start(dir)
  expect(isAlive(orphan.pid)).toBe(false)
  expect(await query(heir.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
})

test("after kill -9 of Postgres itself it recovers, also when its number is somebody else's by now", async () => {
  const dir = join(await temporaryFolder(), 'postgres')
  const first = await start(dir, { durable: true })
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
  process.kill(first.pid, 'SIGKILL')
  expect(await first.failed).toContain('ended by itself')
  const pidFile = join(dir, 'postmaster.pid')
  const stale = await readFile(pidFile, 'utf8')
  await writeFile(pidFile, stale.replace(/^\d+/, String(process.pid)))
  const second = await start(dir)
  expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
})

test.each([
  ['PG_VERSION', '12\n', 'made by Postgres 12'],
  ['notes.txt', 'mine', 'not a Postgres data folder'],
  ['PG_VERSION', '18\n', 'that Holdall did not make'],
])('a folder with only %s "%s" is refused in words and left as it is', async (name, content, sentence) => {
  const dir = join(await temporaryFolder(), 'postgres')
  await mkdir(dir)
  await writeFile(join(dir, name), content)
  const refusal = await start(dir).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(StackError)
  expect(String(refusal)).toContain(sentence)
  expect(await readdir(dir)).toEqual([name])
  expect(await readFile(join(dir, name), 'utf8')).toBe(content)
})

test('a taken port is named together with what wants it and the variable that moves it', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  const dir = join(await temporaryFolder(), 'postgres')
  await expect(start(dir, { port })).rejects.toThrow(
    `Port ${port} is taken, and Postgres wants it: stop what uses it, or set POSTGRES_PORT to another port.`,
  )
})

test('an initdb that was killed leaves nothing that a later start trips over', async () => {
  const parent = await temporaryFolder()
  await mkdir(join(parent, 'postgres.new-1-abcd', 'data'), { recursive: true })
  await writeFile(join(parent, 'postgres.new-1-abcd', 'data', 'PG_VERSION'), '18\n')
  await start(join(parent, 'postgres'))
  expect(await readdir(parent)).toEqual(['postgres'])
})

test.runIf(process.getuid?.() === 0)(
  'for root in a home folder of mode 700 the data lives outside, is found again, and the home stays closed',
  async () => {
    const home = await temporaryFolder()
    const shared = await temporaryFolder()
    const clone = join(home, 'clone')
    await mkdir(join(clone, '.holdall'), { recursive: true })
    await chmod(home, 0o700)
    const dir = join(clone, '.holdall', 'postgres')

    const first = await start(dir, { shared })
    expect(first.dir.startsWith(shared)).toBe(true)
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
    await first.stop()
    const second = await start(dir, { shared })
    expect(second.dir).toBe(first.dir)
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
    expect((await stat(home)).mode & 0o777).toBe(0o700)
  },
)
