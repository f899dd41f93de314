import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { getSessionUser } from './session-user.ts'
import { ADMIN_ORIGIN, bearerOf, cookieOf, ORIGIN, PASSWORD, startAuth } from './testing.ts'

describe('signing up', () => {
  test('makes a user with the role "user" and signs them in', async () => {
    await using t = await startAuth()
    const response = await t.post('/sign-up/email', {
      email: 'Ada@Example.com',
      password: PASSWORD,
      name: ' Ada ',
    })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      user: { email: 'ada@example.com', name: 'Ada', role: 'user' },
    })
    expect(await getSessionUser(t.auth, new Headers({ cookie: cookieOf(response) }))).toEqual({
      id: expect.stringMatching(/^[A-Za-z0-9_-]+$/),
      email: 'ada@example.com',
      name: 'Ada',
      role: 'user',
      banned: false,
    })
  })

  test('answers with the signed bearer token, in a header and in the body', async () => {
    await using t = await startAuth()
    const response = await t.post('/sign-up/email', {
      email: 'a@example.com',
      password: PASSWORD,
      name: 'Ada',
    })
    const { token } = (await response.json()) as { token: string }
    expect(token).toBe(bearerOf(response))
    expect(await getSessionUser(t.auth, new Headers({ authorization: `Bearer ${token}` }))).not.toBeNull()
  })

  test('shows neither the password nor the ban to the client', async () => {
    await using t = await startAuth()
    const response = await t.post('/sign-up/email', {
      email: 'a@example.com',
      password: PASSWORD,
      name: 'Ada',
    })
    const { user } = (await response.json()) as { user: object }
    expect(new Set(Object.keys(user))).toEqual(
      new Set(['createdAt', 'email', 'emailVerified', 'id', 'image', 'name', 'role', 'updatedAt']),
    )
  })

  test('with an address that is taken is refused, in whatever case it is written', async () => {
    await using t = await startAuth()
    await t.signUp('a@example.com')
    const response = await t.post('/sign-up/email', {
      email: 'A@EXAMPLE.com',
      password: PASSWORD,
      name: 'Eve',
    })
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ code: 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL' })
    expect(await t.db.user.count()).toBe(1)
  })

  test('ten times at once with one address makes one user', async () => {
    await using t = await startAuth()
    // As many as the pool has connections: none may wait for a second one while it holds the first.
    const body = { email: 'a@example.com', password: PASSWORD, name: 'Ada' }
    const responses = await Promise.all(Array.from({ length: 10 }, () => t.post('/sign-up/email', body)))
    expect(responses.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(422)])
    expect(await t.db.user.count()).toBe(1)
    expect(await t.db.account.count()).toBe(1)
  })

  test('leaves no user behind when it breaks off half-way', async () => {
    await using t = await startAuth()
    await t.db.$executeRaw`ALTER TABLE accounts ADD CHECK (provider_id <> 'credential')`
    const response = await t.post('/sign-up/email', {
      email: 'a@example.com',
      password: PASSWORD,
      name: 'Ada',
    })
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
    expect(await t.db.user.count()).toBe(0)
  })

  test.each([
    ['a short password', { password: '1234567' }, 'PASSWORD_TOO_SHORT'],
    ['an endless password', { password: 'x'.repeat(129) }, 'PASSWORD_TOO_LONG'],
    ['no name', { name: '  ' }, 'INVALID_NAME'],
    ['a name of 101 characters', { name: 'x'.repeat(101) }, 'INVALID_NAME'],
    ['a name that is written backwards', { name: 'Ada\u202Eecilа' }, 'INVALID_NAME'],
    ['a name with a NUL in it', { name: 'A\0da' }, 'INVALID_NAME'],
    ['an address that is none', { email: 'ada' }, 'VALIDATION_ERROR'],
    [
      'an endless address',
      { email: `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(80)}.org` },
      'INVALID_EMAIL',
    ],
  ])('with %s is refused and leaves nothing behind', async (_what, wrong, code) => {
    await using t = await startAuth()
    const body = { email: 'a@example.com', password: PASSWORD, name: 'Ada', ...wrong }
    const response = await t.post('/sign-up/email', body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code, message: expect.any(String) })
    expect(await t.db.user.count()).toBe(0)
  })

  test.each([{ role: 'admin' }, { banned: true }, { emailVerified: true }, { id: 'mine' }])(
    'does not let %o be chosen',
    async (extra) => {
      await using t = await startAuth()
      const body = { email: 'a@example.com', password: PASSWORD, name: 'Ada', ...extra }
      await t.post('/sign-up/email', body)
      const users = await t.db.user.findMany()
      for (const user of users)
        expect(user).toMatchObject({ role: 'user', banned: false, emailVerified: false })
      for (const user of users) expect(user.id).not.toBe('mine')
    },
  )

  test('is refused in words where it is closed, and signing in still works', async () => {
    await using t = await startAuth({ signUp: 'closed' })
    const body = { email: 'a@example.com', password: PASSWORD, name: 'Ada' }
    const response = await t.post('/sign-up/email', body)
    expect(response.status).toBe(403)
    expect(await response.json()).toEqual({
      code: 'SIGN_UP_CLOSED',
      message: expect.stringContaining('administrator'),
    })
    expect(await t.db.user.count()).toBe(0)
  })
})

describe('signing in', () => {
  test('works with the password, whatever the case of the address', async () => {
    await using t = await startAuth()
    await t.signUp('a@example.com')
    const response = await t.post('/sign-in/email', { email: 'A@Example.com', password: PASSWORD })
    expect(response.status).toBe(200)
    const { token } = (await response.json()) as { token: string }
    expect(await getSessionUser(t.auth, new Headers({ authorization: `Bearer ${token}` }))).not.toBeNull()
  })

  test('says the same of a wrong password and of an unknown address', async () => {
    await using t = await startAuth()
    await t.signUp('a@example.com')
    const wrong = await t.post('/sign-in/email', { email: 'a@example.com', password: 'not the password' })
    const unknown = await t.post('/sign-in/email', { email: 'b@example.com', password: 'not the password' })
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(await wrong.json()).toEqual(await unknown.json())
  })

  test.each([ORIGIN, ADMIN_ORIGIN])('is allowed from %s', async (origin) => {
    await using t = await startAuth()
    const { cookie } = await t.signUp('a@example.com')
    const body = { email: 'a@example.com', password: PASSWORD }
    expect((await t.post('/sign-in/email', body, { origin })).status).toBe(200)
    expect((await t.post('/sign-in/email', body, { origin, cookie })).status).toBe(200)
  })

  test.each(['https://evil.example', 'http://localhost:5175', 'http://localhost:5173.evil.example', 'null'])(
    'is refused from %s, with a session and without',
    async (origin) => {
      await using t = await startAuth()
      const { cookie } = await t.signUp('a@example.com')
      const body = { email: 'a@example.com', password: PASSWORD }
      const site = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }
      const attempts: Record<string, string>[] = [{ origin }, { origin, ...site }, { origin, cookie }]
      for (const headers of attempts) {
        expect((await t.post('/sign-in/email', body, headers)).status).toBe(403)
      }
      expect((await t.post('/sign-out', {}, { origin, cookie })).status).toBe(403)
      expect(await getSessionUser(t.auth, new Headers({ cookie }))).not.toBeNull()
    },
  )

  test("works for a script on Node, whose fetch sends a browser's Sec-Fetch-Mode and no Origin", async () => {
    await using t = await startAuth()
    await t.signUp('a@example.com')
    const body = { email: 'a@example.com', password: PASSWORD }
    expect((await t.post('/sign-in/email', body, { 'sec-fetch-mode': 'cors' })).status).toBe(200)
    const site = { 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'cross-site' }
    expect((await t.post('/sign-in/email', body, site)).status).toBe(403)
  })

  test('is slowed down after ten attempts in a minute from one address, whoever else goes on', async () => {
    await using t = await startAuth({ rateLimit: true, ipHeaders: ['x-real-ip'] })
    await t.signUp('a@example.com')
    const attempt = (ip: string) =>
      t.post('/sign-in/email', { email: 'a@example.com', password: 'not the password' }, { 'x-real-ip': ip })
    const statuses = []
    for (let i = 0; i < 11; i++) statuses.push((await attempt('192.0.2.1')).status)
    expect(statuses).toEqual([...Array(10).fill(401), 429])
    const refused = await attempt('192.0.2.1')
    expect(await refused.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await attempt('192.0.2.2')).status).toBe(401)
  })

  test('counts attempts that come at once, too', async () => {
    await using t = await startAuth({ rateLimit: true })
    const statuses = await Promise.all(
      Array.from({ length: 25 }, () =>
        t
          .post('/sign-in/email', { email: 'a@example.com', password: 'not the password' })
          .then((r) => r.status),
      ),
    )
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(15)
  })
})

test('cookies are for this host, HTTPS and HTTP alone where the apps are served over HTTPS', async () => {
  await using t = await startAuth({ secureCookies: true, baseUrl: 'https://files.example.com' })
  const response = await t.post('/sign-up/email', { email: 'a@example.com', password: PASSWORD, name: 'Ada' })
  const [cookie] = response.headers.getSetCookie()
  expect(cookie).toMatch(/^__Host-holdall\.session=/)
  for (const attribute of [
    /; Path=\//i,
    /; HttpOnly/i,
    /; Secure/i,
    /; SameSite=Lax/i,
    /; Max-Age=604800/i,
  ]) {
    expect(cookie).toMatch(attribute)
  }
  expect(cookie).not.toMatch(/domain/i)
  expect(await getSessionUser(t.auth, new Headers({ cookie: cookieOf(response) }))).not.toBeNull()
})

test('a secret that is too short is refused', async () => {
  await expect(startAuth({ secret: 'short' })).rejects.toThrow('32 characters')
})

test('neither tokens nor passwords nor their hashes reach the log', async () => {
  await using t = await startAuth()
  const { token, cookie } = await t.signUp('a@example.com')
  await t.post('/sign-in/email', { email: 'a@example.com', password: 'not the password' })
  await t.post(
    '/sign-in/email',
    { email: 'a@example.com', password: PASSWORD },
    { origin: 'https://evil.example', cookie },
  )
  await t.db.$executeRaw`ALTER TABLE sessions ADD CHECK (user_agent IS NULL) NOT VALID`
  await t.post('/sign-in/email', { email: 'a@example.com', password: PASSWORD }, { 'user-agent': 'x' })
  await t.db.$executeRaw`ALTER TABLE accounts ADD CHECK (false) NOT VALID`
  await t.post('/sign-up/email', { email: 'b@example.com', password: PASSWORD, name: 'Bob' })
  expect(t.logged.some(({ level }) => level === 'warn')).toBe(true)
  expect(t.logged.some(({ level }) => level === 'error')).toBe(true)
  const account = await t.db.account.findFirstOrThrow()
  const everything = t.logged
    .map(({ fields, message }) => `${message} ${inspect(fields, { depth: 20, showHidden: true })}`)
    .join('\n')
  for (const secret of [
    PASSWORD,
    'not the password',
    account.password ?? '',
    token,
    token.split('.')[0] ?? '',
  ]) {
    expect(secret).not.toBe('')
    expect(everything).not.toContain(secret)
  }
})
