import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { PASSWORD, testEnv } from './testing.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

test('with no environment the server says which variables are missing, and ends with 1', async () => {
  const server = run({})
  expect(await server.exit).toBe(1)
  const output = server.lines.join('\n')
  expect(output).toContain('DATABASE_URL is missing')
  expect(output).toContain('AUTH_SECRET is missing')
  expect(output).not.toMatch(/^\s+at /m)
})

test('a taken port is said in words', async () => {
  await using variables = await testEnv()
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  onTestFinished(() => void taken.close())
  const port = String((taken.address() as { port: number }).port)
  const server = run({ ...variables.env, PORT: port, SERVE_APPS: 'false' })
  expect(await server.exit).toBe(1)
  expect(server.lines.join('\n')).toContain(
    `Port ${port} is taken: stop what uses it, or set PORT to another.`,
  )
})

test('it sets itself up, makes the first admin, and on SIGTERM finishes what is under way', async () => {
  await using variables = await testEnv()
  const server = run({
    ...variables.env,
    PORT: '0',
    SERVE_APPS: 'false',
    S3_SETUP: 'true',
    ADMIN_EMAIL: 'first@example.com',
    ADMIN_PASSWORD: PASSWORD,
  })
  const { port } = JSON.parse(await server.line('"msg":"ready"')) as { port: number }
  const url = `http://127.0.0.1:${port}`
  expect((await fetch(`${url}/readyz`)).status).toBe(200)

  // A request of which half is there when the signal comes.
  const body = JSON.stringify({ email: 'first@example.com', password: PASSWORD })
  const socket = connect(port, '127.0.0.1')
  const head = [
    'POST /api/auth/sign-in/email HTTP/1.1',
    'Host: localhost',
    `Origin: ${variables.env.WEB_URL}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 10)}`)
  await once(socket, 'connect')
  await server.line('"msg":"ready"')
  await fetch(`${url}/healthz`)

  server.child.kill('SIGTERM')
  await server.line('"msg":"stopping"')
  await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  let answer = ''
  socket.on('data', (chunk) => {
    answer += String(chunk)
  })
  socket.write(body.slice(10))
  await once(socket, 'close')
  expect(answer).toContain('HTTP/1.1 200 OK')
  expect(answer).toContain('"role":"admin"')
  expect(await server.exit).toBe(0)
  await server.line('"msg":"stopped"')
})

test('a second start on the same database and bucket changes nothing', async () => {
  await using variables = await testEnv({ ADMIN_EMAIL: 'first@example.com', ADMIN_PASSWORD: PASSWORD })
  const made: boolean[] = []
  for (const start of [1, 2]) {
    const server = run({ ...variables.env, PORT: '0', SERVE_APPS: 'false', S3_SETUP: 'true' })
    await server.line('"msg":"ready"')
    server.child.kill('SIGINT')
    expect(await server.exit, `start ${start}`).toBe(0)
    made.push(server.lines.some((line) => line.includes('made a user')))
  }
  expect(made).toEqual([true, false])
})

/** The server as its own process, with exactly these variables. */
function run(env: Record<string, string>) {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: { PATH: process.env.PATH, ...env },
    // Not apps/server: a developer's .env must not reach the test.
    cwd: fileURLToPath(new URL('./cli', import.meta.url)),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  let wake = () => {}
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      wake()
    })
  }
  const exit = once(child, 'close').then(([code]) => {
    wake()
    return code as number | null
  })
  return {
    child,
    lines,
    exit,
    /** The first line that holds the text; an error when the process ends without one. */
    line: async (text: string): Promise<string> => {
      for (;;) {
        const found = lines.find((line) => line.includes(text))
        if (found !== undefined) return found
        if (child.exitCode !== null) throw new Error(`ended without "${text}":\n${lines.join('\n')}`)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}
