import { expect, test } from 'vitest'
import { findBrowser } from './find-browser.ts'

test('CHROME_PATH wins over every installed browser', () => {
  expect(findBrowser({ CHROME_PATH: process.execPath, PATH: process.env.PATH })).toBe(process.execPath)
})

test('a CHROME_PATH that names nothing is an error, not a reason to look elsewhere', () => {
  expect(() => findBrowser({ CHROME_PATH: '/nowhere/chrome', PATH: process.env.PATH })).toThrow(
    '/nowhere/chrome',
  )
})
