import { expect, test } from 'vitest'
import { isAdmin, refusalInWords } from './auth-api.ts'

test('a wrong password and an unknown e-mail read alike', () => {
  expect(
    refusalInWords(401, { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' }),
  ).toBe('E-mail or password is wrong.')
  expect(refusalInWords(401, null)).toBe('E-mail or password is wrong.')
})

test('a suspended account is told so, whoever says it', () => {
  const words = 'This account is suspended. Ask another administrator.'
  expect(refusalInWords(403, { code: 'BANNED_USER', message: 'You have been banned' })).toBe(words)
  expect(refusalInWords(403, { error: { reason: 'USER_BANNED', message: 'x' } })).toBe(words)
})

test('too many attempts and a broken server are told apart', () => {
  expect(refusalInWords(429, {})).toContain('Wait a minute')
  expect(refusalInWords(502, '<html>')).toContain('server failed')
})

test('other refusals keep the server’s own sentence', () => {
  expect(refusalInWords(403, { error: { message: 'This site may not act for you here.' } })).toBe(
    'This site may not act for you here.',
  )
})

test('only the role admin opens the dashboard', () => {
  const user = { id: '1', email: 'a@b.c', name: '' }
  expect(isAdmin({ ...user, role: 'admin' })).toBe(true)
  expect(isAdmin({ ...user, role: 'user,admin' })).toBe(true)
  for (const role of ['user', 'administrator', '', null]) expect(isAdmin({ ...user, role })).toBe(false)
})
