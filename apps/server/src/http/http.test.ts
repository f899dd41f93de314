import { createServer, type Socket } from 'node:net'
import { createStorage } from '@holdall/storage'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ADMIN,
  AUTH_SECRET,
  createTestClient,
  PASSWORD,
  startTestServer,
  type TestServer,
  WEB,
} from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const JSON_TYPE = { 'content-type': 'application/json' }

function post(path: string, headers: Record<string, string>, body = '{}') {
  return fetch(`${server.url}${path}`, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body })
}

describe('writes from other sites', () => {
  test('with our cookie are refused in the shape that tRPC clients know', async () => {
    const { cookie } = await server.signUp()
    for (const origin of ['https://evil.example', 'null', `${WEB}.evil.example`, 'http://localhost:1']) {
      const response = await post('/trpc/files.trash', { cookie, origin })
      expect(response.status, origin).toBe(403)
      expect(await response.json()).toMatchObject({
        error: { code: -32003, data: { code: 'FORBIDDEN', reason: 'ORIGIN_NOT_ALLOWED', field: null } },
      })
    }
  })

  test('with a bearer token pass whatever other cookies come along', async () => {
    const { token } = await server.signUp()
    const headers = { authorization: `Bearer ${token}`, cookie: 'AWSALB=sticky' }
    const answer = await (await post('/trpc/files.trash', headers)).json()
    expect(answer).toMatchObject({ error: { data: { reason: 'INVALID_INPUT', field: 'id' } } })
  })

  test('with our cookie and no Origin at all are refused, and with a bearer token alone pass', async () => {
    const { cookie, token } = await server.signUp()
    expect((await post('/trpc/files.trash', { cookie })).status).toBe(403)
    const script = await post('/trpc/files.trash', { authorization: `Bearer ${token}` })
    expect(await script.json()).toMatchObject({ error: { data: { reason: 'INVALID_INPUT', field: 'id' } } })
  })

  test('from our own two apps pass', async () => {
    const { cookie } = await server.signUp()
    for (const origin of [WEB, ADMIN]) {
      const response = await post('/trpc/files.trash', { cookie, origin })
      expect(await response.json()).toMatchObject({ error: { data: { reason: 'INVALID_INPUT' } } })
    }
  })

  test('can neither sign anybody in nor out', async () => {
    const { email, cookie } = await server.signUp()
    const origin = 'https://evil.example'
    const body = JSON.stringify({ email, password: PASSWORD })
    for (const [path, headers] of [
      ['/api/auth/sign-in/email', { origin }],
      ['/api/auth/sign-out', { origin, cookie }],
    ] as const) {
      const response = await post(path, headers, body)
      expect(response.status, path).toBe(403)
      expect(await response.json()).toMatchObject({ error: { reason: 'ORIGIN_NOT_ALLOWED' } })
      expect(response.headers.get('set-cookie')).toBeNull()
    }
    expect((await fetch(`${server.url}/trpc/files.usage`, { headers: { cookie } })).status).toBe(200)
  })

  test('get no permission from CORS', async () => {
    const response = await fetch(`${server.url}/trpc/files.usage`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('limits', () => {
  test('a body over 1 MiB is a typed 413, whether its length is announced or not', async () => {
    const { token } = await server.signUp()
    const headers = { authorization: `Bearer ${token}`, ...JSON_TYPE }
    const big = new Uint8Array(1024 ** 2 + 1)
    const bodies: RequestInit[] = [{ body: big }, { body: new Blob([big]).stream(), duplex: 'half' }]
    for (const body of bodies) {
      const response = await fetch(`${server.url}/trpc/files.trash`, { method: 'POST', headers, ...body })
      expect(response.status).toBe(413)
      expect(await response.json()).toMatchObject({
        error: { data: { code: 'PAYLOAD_TOO_LARGE', httpStatus: 413, reason: 'REQUEST_TOO_LARGE' } },
      })
    }
  })

  test('20 calls travel in one batch, and 21 are refused with the request id', async () => {
    const { client } = await server.signUp()
    const batch = (count: number) =>
      Promise.allSettled(
        Array.from({ length: count }, () =>
          client.files.usage.query(undefined, { context: { batch: true } }),
        ),
      )
    expect((await batch(20)).filter((result) => result.status === 'fulfilled')).toHaveLength(20)
    const refused = await batch(21)
    expect(refused).toHaveLength(21)
    for (const result of refused) {
      expect(result).toMatchObject({
        reason: { data: { httpStatus: 400, reason: 'REQUEST_TOO_LARGE', requestId: expect.any(String) } },
      })
    }
  })

  test('a batch that hides its commas is counted all the same', async () => {
    const { token } = await server.signUp()
    const paths = Array.from({ length: 21 }, () => 'files.usage').join('%2C')
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${server.url}/trpc/${paths}?batch=1&input=%7B%7D`, { headers })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { data: { reason: 'REQUEST_TOO_LARGE' } } })
  })

  test('a path that cannot be decoded names no procedure', async () => {
    const response = await fetch(`${server.url}/trpc/%E0%A4%A`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({
      error: { data: { reason: 'PROCEDURE_NOT_FOUND', requestId: expect.any(String) } },
    })
  })

  test.each(['PUT', 'PATCH', 'DELETE'])('%s is a typed 405', async (method) => {
    const response = await fetch(`${server.url}/trpc/files.list`, { method })
    expect(response.status).toBe(405)
    expect(await response.json()).toMatchObject({
      error: { data: { reason: 'INVALID_INPUT', requestId: expect.any(String) } },
    })
  })

  test('a URL over 8 KiB is a typed 414', async () => {
    const response = await fetch(`${server.url}/trpc/files.list?input=${'x'.repeat(9000)}`)
    expect(response.status).toBe(414)
    expect(await response.json()).toMatchObject({ error: { data: { reason: 'REQUEST_TOO_LARGE' } } })
  })

  test('a mutation by GET is refused', async () => {
    const { cookie } = await server.signUp()
    const response = await fetch(`${server.url}/trpc/files.purge?input=%7B%7D`, { headers: { cookie } })
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
  })
})

describe('answers', () => {
  test('carry a request id that errors repeat, and headers that lock them down', async () => {
    const response = await fetch(`${server.url}/trpc/files.usage`, {
      headers: { 'x-request-id': 'forged-id-1' },
    })
    const id = response.headers.get('x-request-id')
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(await response.json()).toMatchObject({ error: { data: { requestId: id } } })
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test.each(['/api/nothing', '/api', '/nothing', '/trpc.php'])(
    'say in JSON that %s does not exist',
    async (path) => {
      const response = await fetch(`${server.url}${path}`)
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({
        error: { reason: 'NOT_FOUND', requestId: expect.any(String) },
      })
    },
  )

  test('an unknown procedure is a typed 404', async () => {
    const response = await fetch(`${server.url}/trpc/files.destroyEverything`)
    expect(response.status).toBe(404)
    const { error } = (await response.json()) as { error: { data: { reason: string } } }
    expect(error.data.reason).not.toBe('INTERNAL')
  })
})

test('behind a proxy its request id and the address that it saw are taken, and what a caller forged is not', async () => {
  await using proxied = await startTestServer({ TRUST_PROXY: '1' })
  const response = await fetch(`${proxied.url}/trpc/files.usage`, {
    headers: { 'x-request-id': 'proxy-1234567', 'x-forwarded-for': '6.6.6.6, 203.0.113.7' },
  })
  expect(response.headers.get('x-request-id')).toBe('proxy-1234567')
  expect(proxied.logLines.join('')).toContain('"ip":"203.0.113.7"')
  expect(proxied.logLines.join('')).not.toContain('6.6.6.6')
})

describe('readiness', () => {
  test('is told when database and bucket answer', async () => {
    const response = await fetch(`${server.url}/readyz`)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ ok: true, database: { ok: true }, bucket: { ok: true } })
  })

  test('names what does not answer, and nothing else about it; the process stays healthy', async () => {
    await using silent = await startSilentPort()
    await using broken = await startTestServer({}, unreachable(`http://127.0.0.1:${silent.port}`))
    const response = await fetch(`${broken.url}/readyz`)
    expect(response.status).toBe(503)
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({ ok: false, database: { ok: true }, bucket: { ok: false } })
    expect(text).not.toContain('canary')
    expect((await fetch(`${broken.url}/healthz`)).status).toBe(200)
  })

  test('is refused without a database, and calls say so with a reason instead of a fault', async () => {
    await using broken = await startTestServer()
    const { token } = await broken.signUp()
    await broken.dropDatabase()
    const response = await fetch(`${broken.url}/readyz`)
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ database: { ok: false }, bucket: { ok: true } })
    const call = createTestClient(broken.url, token).files.usage.query()
    await expect(call).rejects.toMatchObject({ data: { reason: 'DATABASE_UNAVAILABLE', httpStatus: 503 } })
  })
})

test('no secret, token, cookie, password or signed URL is ever logged', async () => {
  const { token, cookie, email, client } = await server.signUp()
  await post('/api/auth/sign-in/email', { origin: WEB }, JSON.stringify({ email, password: PASSWORD }))
  await post(
    '/api/auth/sign-in/email',
    { origin: WEB },
    JSON.stringify({ email, password: 'wrong-canary-pw' }),
  )
  const { uploads } = await client.uploads.presign.mutate({
    files: [{ name: 'name-canary.txt', size: 1, contentType: 'text/plain' }],
  })
  const [upload] = uploads
  if (upload?.plan !== 'put') throw new Error('nothing was presigned')
  await fetch(`${server.url}/trpc/files.usage?token=query-canary`, { headers: { cookie } })
  const log = server.logLines.join('')
  const secrets = [
    token,
    decodeURIComponent(cookie.split('=')[1] ?? ''),
    PASSWORD,
    'wrong-canary-pw',
    'query-canary',
    AUTH_SECRET,
    server.env.AWS_SECRET_ACCESS_KEY ?? '',
    new URL(server.env.DATABASE_URL).password,
    new URL(upload.url).searchParams.get('X-Amz-Signature') ?? '',
  ]
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(5)
    expect(log).not.toContain(secret)
  }
  expect(log).toContain('"path":"/trpc/uploads.presign"')
})

/** Accepts connections and never says a word. */
async function startSilentPort(): Promise<{ port: number } & AsyncDisposable> {
  const sockets = new Set<Socket>()
  const silent = createServer((socket) => void sockets.add(socket))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const address = silent.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => silent.close(resolve))
    },
  }
}

function unreachable(endpoint: string): Pick<TestServer['deps'], 'storage'> {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  return { storage: createStorage({ bucket: 'canary-bucket', region: 'us-east-1', endpoint, credentials }) }
}
