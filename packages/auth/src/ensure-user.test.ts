import { expect, test } from 'vitest'
import { ensureUser } from './ensure-user.ts'
import { PASSWORD, startAuth } from './testing.ts'

const ADMIN = { email: 'admin@example.com', password: PASSWORD, name: 'Admin', role: 'admin' } as const

test('makes a user who can sign in, even where sign-up is closed', async () => {
  await using t = await startAuth({ signUp: 'closed' })
  expect(await ensureUser(t, ADMIN)).toEqual({ created: true })
  const response = await t.post('/sign-in/email', { email: ADMIN.email, password: PASSWORD })
  expect(await response.json()).toMatchObject({ user: { email: ADMIN.email, role: 'admin' } })
})

test('changes nothing the second time, not even the password', async () => {
  await using t = await startAuth()
  await ensureUser(t, ADMIN)
  const before = [await t.db.user.findMany(), await t.db.account.findMany()]
  const again = { ...ADMIN, email: ' ADMIN@example.com', password: 'another password', name: 'Other' }
  expect(await ensureUser(t, again)).toEqual({ created: false })
  expect([await t.db.user.findMany(), await t.db.account.findMany()]).toEqual(before)
})

test('makes an admin of a user who signed up before, and never takes the role away', async () => {
  await using t = await startAuth()
  const { id } = await t.signUp(ADMIN.email)
  expect(await ensureUser(t, ADMIN)).toEqual({ created: false })
  expect(await t.db.user.findUnique({ where: { id } })).toMatchObject({ role: 'admin', name: 'Ada' })
  await ensureUser(t, { ...ADMIN, role: 'user' })
  expect(await t.db.user.findUnique({ where: { id } })).toMatchObject({ role: 'admin' })
})

test('ten processes at once make one user', async () => {
  await using t = await startAuth()
  const results = await Promise.all(Array.from({ length: 10 }, () => ensureUser(t, ADMIN)))
  expect(results.filter(({ created }) => created)).toHaveLength(1)
  expect(await t.db.account.count()).toBe(1)
})

test.each([
  [{ email: 'admin' }, 'not an e-mail address'],
  [{ password: 'short' }, '8 to 128 characters'],
  [{ name: '' }, 'Give a name'],
])('refuses %o in words', async (wrong, message) => {
  await using t = await startAuth()
  await expect(ensureUser(t, { ...ADMIN, ...wrong })).rejects.toThrow(message)
  expect(await t.db.user.count()).toBe(0)
})
