import { expect, test } from 'vitest'
import { menuTarget } from './menu-keys.ts'

const LABELS = ['Download', 'Rename', 'Details', 'Delete']

test('arrows go up and down and round the ends', () => {
  expect(menuTarget('ArrowDown', 0, LABELS)).toBe(1)
  expect(menuTarget('ArrowDown', 3, LABELS)).toBe(0)
  expect(menuTarget('ArrowUp', 0, LABELS)).toBe(3)
  expect(menuTarget('ArrowUp', -1, LABELS)).toBe(3)
  expect(menuTarget('ArrowDown', -1, LABELS)).toBe(0)
})

test('Home and End go to the ends', () => {
  expect(menuTarget('Home', 2, LABELS)).toBe(0)
  expect(menuTarget('End', 0, LABELS)).toBe(3)
})

test('a letter goes to the next item that starts with it, in any case, round the end', () => {
  expect(menuTarget('r', 0, LABELS)).toBe(1)
  expect(menuTarget('D', 0, LABELS)).toBe(2)
  expect(menuTarget('d', 3, LABELS)).toBe(0)
})

test('other keys are left alone', () => {
  for (const key of ['x', ' ', 'Enter', 'Tab', 'Shift', 'Escape']) {
    expect(menuTarget(key, 0, LABELS)).toBeNull()
  }
  expect(menuTarget('ArrowDown', 0, [])).toBeNull()
})
