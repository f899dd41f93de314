import { describe, expect, test } from 'vitest'
import { getSessionUser } from './session-user.ts'
import { ORIGIN, PASSWORD, startAuth, type TestAuth } from './testing.ts'

async function whoIs({ auth }: TestAuth, headers: Record<string, string>) {
  return await getSessionUser(auth, new Headers(headers))
}

/** What better-auth itself makes of the same headers. */
async function betterAuthWhoIs({ auth }: TestAuth, headers: Record<string, string>) {
  const session = await auth.betterAuth.api.getSession({ headers: new Headers(headers) })
  return session?.user.id ?? null
}

test('agrees with better-auth about every cookie and every bearer token', async () => {
  await using t = await startAuth()
  const { id, token, cookie } = await t.signUp('a@example.com')
  const other = await t.signUp('b@example.com')
  const [raw = '', signature = ''] = token.split('.')
  const name = cookie.slice(0, cookie.indexOf('='))
  const value = cookie.slice(cookie.indexOf('=') + 1)
  const cases: [Record<string, string>, string | null][] = [
    [{}, null],
    [{ cookie }, id],
    [{ cookie: `theme=dark; ${cookie}; x=y` }, id],
    [{ cookie: `${name}="${value}"` }, id],
    [{ cookie: `${name}=${raw}.${signature}` }, id],
    [{ cookie: `${name}=${raw}` }, null],
    [{ cookie: `${name}=` }, null],
    [{ cookie: `${name}=%` }, null],
    [{ cookie: `${name}=%00.%00` }, null],
    [{ cookie: `other=${value}` }, null],
    [{ cookie: `__Host-${cookie}` }, null],
    [{ cookie: `${name}=${raw}.${other.token.split('.')[1]}` }, null],
    [{ cookie: `${name}=${raw.slice(0, -1)}.${signature}` }, null],
    [{ cookie: `${name}=${raw}.${signature.slice(0, -1)}` }, null],
    [{ authorization: `Bearer ${token}` }, id],
    [{ authorization: `bearer ${value}` }, id],
    [{ authorization: `Bearer ${raw}` }, null],
    [{ authorization: `Bearer ${raw}.` }, null],
    [{ authorization: `Bearer .${signature}` }, null],
    [{ authorization: 'Bearer' }, null],
    [{ authorization: `Basic ${token}` }, null],
    [{ authorization: `Bearer ${raw}.${other.token.split('.')[1]}` }, null],
    [{ authorization: `Bearer ${token}`, cookie: other.cookie }, id],
  ]
  for (const [headers, expected] of cases) {
    expect([headers, (await whoIs(t, headers))?.id ?? null]).toEqual([headers, expected])
    expect([headers, await betterAuthWhoIs(t, headers)]).toEqual([headers, expected])
  }
})

test('a bearer token that is wrong does not fall back to the cookie', async () => {
  await using t = await startAuth()
  const { cookie } = await t.signUp('a@example.com')
  expect(await whoIs(t, { cookie, authorization: 'Bearer nonsense' })).toBeNull()
})

test('a token signed with another secret opens nothing', async () => {
  await using t = await startAuth()
  await using stranger = await startAuth({ secret: 'another secret of thirty-two characters or more' })
  const { token } = await t.signUp('a@example.com')
  expect(
    await getSessionUser({ ...stranger.auth, db: t.db }, new Headers({ authorization: `Bearer ${token}` })),
  ).toBeNull()
})

test('signing out ends the session for the cookie and the bearer token alike', async () => {
  await using t = await startAuth()
  const { token, cookie } = await t.signUp('a@example.com')
  const response = await t.post('/sign-out', {}, { cookie, origin: ORIGIN })
  expect(response.status).toBe(200)
  expect(response.headers.getSetCookie()[0]).toMatch(/^holdall\.session=;.*Max-Age=0/)
  expect(await whoIs(t, { cookie })).toBeNull()
  expect(await whoIs(t, { authorization: `Bearer ${token}` })).toBeNull()
  expect(await t.db.session.count()).toBe(0)
})

test('a script signs out with its bearer token', async () => {
  await using t = await startAuth()
  const { token } = await t.signUp('a@example.com')
  expect((await t.post('/sign-out', {}, { authorization: `Bearer ${token}` })).status).toBe(200)
  expect(await whoIs(t, { authorization: `Bearer ${token}` })).toBeNull()
})

test('an expired session is none', async () => {
  await using t = await startAuth()
  const { cookie } = await t.signUp('a@example.com')
  await t.db.session.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } })
  expect(await whoIs(t, { cookie })).toBeNull()
  expect(await (await t.get('/get-session', { cookie })).json()).toBeNull()
})

test('expired sessions of a user are gone once they sign in again', async () => {
  await using t = await startAuth()
  await t.signUp('a@example.com')
  await t.db.session.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } })
  const other = await t.signUp('b@example.com')
  await t.post('/sign-in/email', { email: 'a@example.com', password: PASSWORD })
  expect(await t.db.session.count()).toBe(2)
  expect(await whoIs(t, { cookie: other.cookie })).not.toBeNull()
})

test('a session lasts a week and is prolonged when it is asked for a day later', async () => {
  await using t = await startAuth()
  const { cookie } = await t.signUp('a@example.com')
  const day = 24 * 60 * 60 * 1000
  const { expiresAt } = await t.db.session.findFirstOrThrow()
  expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(6.9 * day)
  await t.db.session.updateMany({ data: { expiresAt: new Date(Date.now() + 5 * day) } })
  expect((await t.get('/get-session', { cookie })).headers.getSetCookie()[0]).toMatch(/^holdall\.session=/)
  const prolonged = await t.db.session.findFirstOrThrow()
  expect(prolonged.expiresAt.getTime() - Date.now()).toBeGreaterThan(6.9 * day)
})

test('a new password ends the other sessions when that is asked for', async () => {
  await using t = await startAuth()
  const { cookie } = await t.signUp('a@example.com')
  const elsewhere = await t.post('/sign-in/email', { email: 'a@example.com', password: PASSWORD })
  const { token } = (await elsewhere.json()) as { token: string }
  const change = { currentPassword: PASSWORD, newPassword: 'another battery', revokeOtherSessions: true }
  expect((await t.post('/change-password', change, { cookie, origin: ORIGIN })).status).toBe(200)
  expect(await whoIs(t, { authorization: `Bearer ${token}` })).toBeNull()
  expect((await t.post('/sign-in/email', { email: 'a@example.com', password: PASSWORD })).status).toBe(401)
  expect(
    (await t.post('/sign-in/email', { email: 'a@example.com', password: 'another battery' })).status,
  ).toBe(200)
})

test('users rename themselves, and change nothing else of themselves', async () => {
  await using t = await startAuth()
  const { cookie } = await t.signUp('a@example.com')
  const headers = { cookie, origin: ORIGIN }
  expect((await t.post('/update-user', { name: ' Grace ' }, headers)).status).toBe(200)
  expect(await whoIs(t, { cookie })).toMatchObject({ name: 'Grace' })
  expect((await t.post('/update-user', { name: 'G\u202E' }, headers)).status).toBe(400)
  for (const change of [{ role: 'admin' }, { banned: false, role: 'admin' }, { email: 'b@example.com' }]) {
    expect((await t.post('/update-user', change, headers)).status).toBe(400)
  }
  await t.post('/update-user', { image: 'https://tracker.example/x.png' }, headers)
  expect(await t.db.user.findFirst()).toMatchObject({ role: 'user', email: 'a@example.com', image: null })
})

describe('roles and bans', () => {
  test('count at once, for sessions that are open', async () => {
    await using t = await startAuth()
    const { id, cookie } = await t.signUp('a@example.com')
    await t.db.user.update({ where: { id }, data: { role: 'admin' } })
    expect(await whoIs(t, { cookie })).toMatchObject({ role: 'admin', banned: false })
    await t.db.user.update({ where: { id }, data: { banned: true } })
    expect(await whoIs(t, { cookie })).toMatchObject({ id, banned: true })
  })

  test('a banned user can neither sign in nor change anything with the session they have', async () => {
    await using t = await startAuth()
    const { id, cookie } = await t.signUp('a@example.com')
    await t.db.user.update({ where: { id }, data: { banned: true } })
    const signIn = await t.post('/sign-in/email', { email: 'a@example.com', password: PASSWORD })
    expect(signIn.status).toBe(403)
    expect(await signIn.json()).toMatchObject({ code: 'USER_BANNED' })
    expect(signIn.headers.getSetCookie()).toEqual([])
    const rename = await t.post('/update-user', { name: 'Grace' }, { cookie, origin: ORIGIN })
    expect(rename.status).toBe(403)
    expect(await rename.json()).toMatchObject({ code: 'USER_BANNED' })
    expect((await t.post('/sign-out', {}, { cookie, origin: ORIGIN })).status).toBe(200)
  })

  test('a banned user who has the password wrong is not told of the ban', async () => {
    await using t = await startAuth()
    const { id } = await t.signUp('a@example.com')
    await t.db.user.update({ where: { id }, data: { banned: true } })
    const response = await t.post('/sign-in/email', { email: 'a@example.com', password: 'not the password' })
    expect(response.status).toBe(401)
  })

  test('a ban with an end lapses by itself', async () => {
    await using t = await startAuth()
    const { id, cookie } = await t.signUp('a@example.com')
    await t.db.user.update({
      where: { id },
      data: { banned: true, banExpires: new Date(Date.now() + 60_000) },
    })
    expect(await whoIs(t, { cookie })).toMatchObject({ banned: true })
    await t.db.user.update({ where: { id }, data: { banExpires: new Date(Date.now() - 1000) } })
    expect(await whoIs(t, { cookie })).toMatchObject({ banned: false })
    expect((await t.post('/sign-in/email', { email: 'a@example.com', password: PASSWORD })).status).toBe(200)
  })

  test('a user who is deleted has no session left', async () => {
    await using t = await startAuth()
    const { id, cookie } = await t.signUp('a@example.com')
    await t.db.user.delete({ where: { id } })
    expect(await whoIs(t, { cookie })).toBeNull()
    expect(await t.db.session.count()).toBe(0)
  })
})

describe('what is mounted', () => {
  test.each([
    '/admin/list-users',
    '/admin/set-role',
    '/admin/impersonate-user',
    '/delete-user',
    '/change-email',
    '/request-password-reset',
    '/sign-in/social',
    '/sign-up/email/',
    '//sign-up/email',
    '/Sign-Up/Email',
  ])('%s is not', async (path) => {
    await using t = await startAuth()
    const { id, cookie } = await t.signUp('a@example.com')
    await t.db.user.update({ where: { id }, data: { role: 'admin' } })
    const response = await t.post(
      path,
      { email: 'x@example.com', password: PASSWORD, name: 'X' },
      { cookie, origin: ORIGIN },
    )
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'NOT_FOUND' })
    expect(await t.db.user.count()).toBe(1)
  })

  test('endpoints answer to their own method alone', async () => {
    await using t = await startAuth()
    const response = await t.get('/sign-out')
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST')
  })

  test('a body that is not JSON is the client’s mistake', async () => {
    await using t = await startAuth()
    const { handleAuth } = await import('./handle-auth.ts')
    const request = new Request('http://localhost:3000/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    })
    expect((await handleAuth(t.auth, request)).status).toBe(400)
  })
})
