import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../ports.ts'
import { isAlive, waitForExit } from '../processes.ts'
import { temporaryFolder } from '../testing.ts'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))

type Saved = { id: string; bytes: Buffer }

test('Ctrl-C in one terminal and kill -9 of the stack or of everything lose no saved file', async () => {
  const dir = join(await temporaryFolder(), '.holdall')
  const ports = await choosePorts()
  const saved: Saved[] = []

  const first = await startDev(dir, ports)
  const token = await signUp(ports.PORT)
  await keepSaving({ port: ports.PORT, token, saved }, async (savedSome) => {
    await savedSome
    first.child.kill('SIGINT')
    expect(await first.exit).toBe(0)
  })
  expect(saved.length).toBeGreaterThan(0)

  // The stack alone: what it started must not outlive it.
  const second = await startDev(dir, ports)
  await expectAll({ port: ports.PORT, token, saved })
  const guard = await guardOf(dir)
  const postgres = await postgresOf(dir)
  await keepSaving({ port: ports.PORT, token, saved }, async (savedSome) => {
    await savedSome
    second.child.kill('SIGKILL')
    await second.exit
  })
  expect(await waitForExit(guard, 20_000)).toBe(true)
  expect(isAlive(postgres)).toBe(false)

  // Everything at once, guard and database too.
  const third = await startDev(dir, ports)
  await expectAll({ port: ports.PORT, token, saved })
  const everything = [await guardOf(dir), await postgresOf(dir), ...(await groupsOf(third.child))]
  await keepSaving({ port: ports.PORT, token, saved }, async (savedSome) => {
    await savedSome
    for (const pid of [third.child.pid ?? 0, ...everything]) process.kill(pid, 'SIGKILL')
    await third.exit
  })
  const fourth = await startDev(dir, ports)
  await expectAll({ port: ports.PORT, token, saved })
  fourth.child.kill('SIGTERM')
  expect(await fourth.exit).toBe(0)
}, 240_000)

test('a taken port is said in one sentence, and nothing stays behind', async () => {
  const dir = join(await temporaryFolder(), '.holdall')
  const ports = await choosePorts()
  const taken = spawn(process.execPath, [
    '-e',
    `require('net').createServer().listen(${ports.PORT}, '127.0.0.1', () => console.log('up'))`,
  ])
  onTestFinished(() => void taken.kill('SIGKILL'))
  await new Promise((resolve) => taken.stdout.once('data', resolve))
  const dev = spawnDev(dir, ports)
  expect(await dev.exit).toBe(1)
  expect(dev.lines.join('\n')).toBe(
    `Port ${ports.PORT} is taken, and the server wants it: stop what uses it, or set PORT to another port.`,
  )
}, 60_000)

type Ports = { PORT: number; S3_PORT: number; POSTGRES_PORT: number }

async function choosePorts(): Promise<Ports> {
  return { PORT: await freePort(), S3_PORT: await freePort(), POSTGRES_PORT: await freePort() }
}

/** `pnpm dev` without the two Vite apps, on a folder and ports of the test's own. */
async function startDev(dir: string, ports: Ports) {
  const dev = spawnDev(dir, ports)
  await dev.line('Ctrl-C stops everything')
  return dev
}

function spawnDev(dir: string, ports: Ports) {
  const numbers = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]))
  const child = spawn(process.execPath, ['--import', 'tsx', CLI, '--no-apps'], {
    cwd: dirname(CLI),
    // A developer's own .env and environment must not reach the test.
    env: {
      PATH: process.env.PATH,
      ...numbers,
      HOLDALL_DIR: dir,
      DATABASE_URL: '',
      S3_ENDPOINT: '',
      S3_BUCKET_NAME: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await exit
  })
  const lines: string[] = []
  let wake = () => {}
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      wake()
    })
  }
  // Not `close`: a killed stack's children hold its pipes a moment longer.
  const exit = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  void exit.then(() => wake())
  return {
    child,
    lines,
    exit,
    line: async (text: string) => {
      while (!lines.some((line) => line.includes(text))) {
        if (child.exitCode !== null) throw new Error(`ended without "${text}":\n${lines.join('\n')}`)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}

async function guardOf(dir: string): Promise<number> {
  return (JSON.parse(await readFile(join(dir, 'running.json'), 'utf8')) as { guardPid: number }).guardPid
}

async function postgresOf(dir: string): Promise<number> {
  return Number((await readFile(join(dir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])
}

/** The process groups that the stack started, as kill takes them: the server is one. */
async function groupsOf(child: ChildProcess): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,ppid=,command='])
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, ...command]) => Number(parent) === child.pid && command.join(' ').includes('main.ts'))
    .map(([pid]) => -Number(pid))
}

type Session = { port: number; token: string; saved: Saved[] }

async function signUp(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: `${randomUUID()}@example.com`, password: 'a-long-password', name: 'Test' }),
  })
  return ((await response.json()) as { token: string }).token
}

/** Saves file after file until the connection breaks; notes each one that the server acknowledged. */
async function keepSaving(
  session: Session,
  interrupt: (savedSome: Promise<void>) => Promise<void>,
): Promise<void> {
  const goal = session.saved.length + 3
  let reached = () => {}
  const savedSome = new Promise<void>((resolve) => {
    reached = resolve
  })
  let interrupted = false
  const saving = (async () => {
    for (;;) {
      try {
        session.saved.push(await saveFile(session))
      } catch (error) {
        if (interrupted || session.saved.length >= goal) return
        throw error
      }
      if (session.saved.length >= goal) reached()
    }
  })()
  await interrupt(Promise.race([savedSome, saving]))
  interrupted = true
  await saving
}

async function saveFile({ port, token }: Session): Promise<Saved> {
  const bytes = randomBytes(20_000)
  const file = { name: 'kept.bin', size: bytes.length, contentType: 'application/octet-stream' }
  const { uploads } = await call<{
    uploads: { uploadId: string; url: string; headers: Record<string, string> }[]
  }>({ port, token }, 'uploads.presign', { files: [file] })
  const [upload] = uploads
  if (!upload) throw new Error('nothing was presigned')
  const put = await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: bytes })
  if (!put.ok) throw new Error(`the bucket answered ${put.status}`)
  await call({ port, token }, 'uploads.save', { uploadId: upload.uploadId })
  return { id: upload.uploadId, bytes }
}

async function expectAll({ port, token, saved }: Session): Promise<void> {
  for (const { id, bytes } of saved) {
    const { url } = await call<{ url: string }>({ port, token }, 'files.presignDownload', { id })
    const got = Buffer.from(await (await fetch(url)).arrayBuffer())
    expect(got.equals(bytes), `file ${id}`).toBe(true)
  }
}

async function call<T>(
  { port, token }: Pick<Session, 'port' | 'token'>,
  path: string,
  input: object,
): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(input),
  })
  const body = (await response.json()) as { result?: { data: T }; error?: { message: string } }
  if (!body.result) throw new Error(body.error?.message ?? `status ${response.status}`)
  return body.result.data
}
