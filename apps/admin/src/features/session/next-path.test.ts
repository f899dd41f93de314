import { expect, test } from 'vitest'
import { nextPath } from './next-path.ts'

const ORIGIN = 'https://admin.files.example'

test('a path of this site is kept, query and fragment included', () => {
  expect(nextPath('/audit?targetId=1&action=file.trash#top', ORIGIN)).toBe(
    '/audit?targetId=1&action=file.trash#top',
  )
})

test.each([
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/%2e%2e//evil.example',
  '/.//evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  'audit',
  '',
  undefined,
  ['/audit'],
])('%j leads to the start page', (next) => {
  const path = nextPath(next, ORIGIN)
  expect(path).toBe('/')
})

test('the sign-in page never leads back to itself', () => {
  expect(nextPath('/sign-in?next=/sign-in', ORIGIN)).toBe('/')
})
