import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { closeDb, createDb } from '@holdall/db'
import { expect, test } from 'vitest'
import { PASSWORD, startTestServer, type TestServer } from '../testing.ts'

const run = promisify(execFile)

/** The command as its own process, on the server's database and bucket. */
async function command(
  name: 'admin-create' | 'drift' | 'sweep',
  server: Pick<TestServer, 'variables'>,
  args: string[] = [],
) {
  const script = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
  return run(process.execPath, ['--import', 'tsx', script, ...args], {
    env: { PATH: process.env.PATH, ...server.variables },
    // Not apps/server: a developer's .env must not reach the test.
    cwd: fileURLToPath(new URL('.', import.meta.url)),
  })
}

test('admin-create makes an admin who can sign in with the password it prints', async () => {
  await using server = await startTestServer()
  const { stdout } = await command('admin-create', server, ['--', '--email', 'Ada@example.com'])
  const password = /with the password (\S+)/.exec(stdout)?.[1]
  const response = await fetch(`${server.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ada@example.com', password }),
  })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ user: { role: 'admin' } })
})

test('admin-create promotes a user who is there, and leaves their password alone', async () => {
  await using server = await startTestServer()
  const user = await server.signUp()
  await expect(user.client.admin.files.list.query({})).rejects.toMatchObject({
    data: { reason: 'ADMIN_ONLY' },
  })
  const { stdout } = await command('admin-create', server, [
    '--email',
    user.email,
    '--password',
    'another-password',
  ])
  expect(stdout).toContain('was there already and is an admin now')
  expect((await user.client.admin.files.list.query({})).files).toEqual([])
  const response = await fetch(`${server.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: user.email, password: PASSWORD }),
  })
  expect(response.status).toBe(200)
})

test('admin-create says in one sentence what it needs', async () => {
  await using server = await startTestServer()
  const failure = await command('admin-create', server).catch((error: { stderr: string }) => error)
  expect(failure.stderr).toBe('Say who: pnpm admin:create -- --email you@example.com\n')
})

test('sweep finishes what expired uploads left, and prints its report', async () => {
  await using server = await startTestServer()
  const { client } = await server.signUp()
  const { uploads } = await client.uploads.presign.mutate({
    files: [{ name: 'a.bin', size: 3, contentType: 'application/octet-stream' }],
  })
  const [upload] = uploads
  if (upload?.plan !== 'put') throw new Error('nothing was presigned')
  await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: randomBytes(3) })
  const db = createDb(server.env.DATABASE_URL)
  await db.upload.updateMany({ data: { putExpiresAt: new Date(Date.now() - 2 * 3_600_000) } })
  await closeDb(db)

  const { stdout } = await command('sweep', server)
  expect(JSON.parse(stdout)).toMatchObject({ skipped: false, uploadsFinished: 1, failed: [] })
  expect((await client.files.list.query({})).files).toMatchObject([{ id: upload.uploadId, name: 'a.bin' }])
})

test('drift says what differs line by line, and acts only with --act', async () => {
  await using server = await startTestServer()
  const { client, id: userId } = await server.signUp()
  const { uploads } = await client.uploads.presign.mutate({
    files: [{ name: 'a.bin', size: 3, contentType: 'application/octet-stream' }],
  })
  const [upload] = uploads
  if (upload?.plan !== 'put') throw new Error('nothing was presigned')
  await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: randomBytes(3) })
  const db = createDb(server.env.DATABASE_URL)
  const [lost] = await db.upload.findMany()
  await db.upload.deleteMany()
  await closeDb(db)

  const lines = async (args: string[]) =>
    (await command('drift', server, args)).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  const adopt = { what: 'adopt', key: lost?.objectKey, userId }
  expect(await lines([])).toEqual([adopt, expect.objectContaining({ objects: 1, ended: 0 })])
  expect((await client.files.list.query({})).files).toEqual([])
  expect(await lines(['--', '--act'])).toEqual([adopt, expect.objectContaining({ objects: 1, ended: 1 })])
  expect((await client.files.list.query({})).files).toHaveLength(1)
  expect(await lines([])).toEqual([expect.objectContaining({ objects: 1, matched: 1 })])
})
