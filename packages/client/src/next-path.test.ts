import { expect, test } from 'vitest'
import { nextPath } from './next-path.ts'

const ORIGIN = 'https://files.example'

test('a path of this site is kept, query and fragment included', () => {
  expect(nextPath('/trash?q=a%20b&sort=size#top', ORIGIN)).toBe('/trash?q=a%20b&sort=size#top')
})

test.each([
  '//evil.example',
  '//evil.example/trash',
  '/\\evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  '//[',
  'https://evil.example/',
  'javascript:alert(1)',
  'trash',
  '',
  undefined,
  ['/trash'],
])('%j leads to the start page', (next) => {
  expect(nextPath(next, ORIGIN)).toBe('/')
})

test('the sign-in pages never lead back to themselves', () => {
  expect(nextPath('/sign-in?next=/sign-in', ORIGIN)).toBe('/')
  expect(nextPath('/sign-up', ORIGIN)).toBe('/')
})
