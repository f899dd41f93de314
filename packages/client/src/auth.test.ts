import { expect, test } from 'vitest'
import { authRefusal, createAuthClient } from './auth.ts'
import { messageOf } from './errors.ts'

test.each([
  [401, { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'x' }, 'INVALID_CREDENTIALS', null],
  [422, { code: 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL' }, 'EMAIL_TAKEN', 'email'],
  [400, { code: 'PASSWORD_TOO_SHORT' }, 'INVALID_PASSWORD', 'password'],
  [400, { code: 'INVALID_NAME', message: 'Give a name.' }, 'INVALID_NAME', 'name'],
  [403, { code: 'SIGN_UP_CLOSED' }, 'SIGN_UP_CLOSED', null],
  [403, { error: { reason: 'USER_BANNED', message: 'x' } }, 'USER_BANNED', null],
  [429, {}, 'RATE_LIMITED', null],
  [500, { message: 'stack trace' }, 'INTERNAL', null],
  [403, { error: { reason: 'ORIGIN_NOT_ALLOWED', message: 'No.' } }, 'REFUSED', null],
])('a %i with %j is %s', (status, answer, reason, field) => {
  const error = authRefusal(status, answer)
  expect(error).toMatchObject({ reason, field })
  expect(messageOf(error)).not.toMatch(/stack|^x$|^$/)
})

function answering(body: string, status = 200) {
  return createAuthClient({ url: '/api/auth', fetch: async () => new Response(body, { status }) })
}

test('nobody signed in is null, not an error', async () => {
  expect(await answering('null').session()).toBeNull()
})

test('somebody signed in comes with nothing but what apps show', async () => {
  const user = { id: '1', email: 'a@example.org', name: 'A', role: 'admin', banned: false }
  expect(await answering(JSON.stringify({ session: { token: 'secret' }, user })).session()).toEqual({
    id: '1',
    email: 'a@example.org',
    name: 'A',
    role: 'admin',
  })
})

test('a proxy’s page and a broken connection are NETWORK, never a signed-out user', async () => {
  await expect(answering('<html>', 502).session()).rejects.toMatchObject({ reason: 'NETWORK' })
  const offline = createAuthClient({ url: '/', fetch: () => Promise.reject(new TypeError('fetch failed')) })
  await expect(offline.session()).rejects.toMatchObject({ reason: 'NETWORK' })
})
