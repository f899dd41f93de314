import { expect, test } from 'vitest'
import { placeBeside } from './place.ts'

const viewport = { width: 400, height: 600 }
const menu = { width: 180, height: 200 }

function anchorAt(left: number, top: number) {
  return { left, top, right: left + 40, bottom: top + 40 }
}

test('there is room below: it opens below, its end on the anchor’s end', () => {
  expect(placeBeside(anchorAt(300, 100), menu, viewport, 'end')).toEqual({ top: 144, left: 160 })
})

test('it can start where the anchor starts, or stand in the middle of it', () => {
  expect(placeBeside(anchorAt(100, 100), menu, viewport, 'start').left).toBe(100)
  expect(placeBeside(anchorAt(180, 100), menu, viewport, 'center').left).toBe(110)
})

test('at the screen’s bottom it opens above', () => {
  expect(placeBeside(anchorAt(300, 500), menu, viewport, 'end').top).toBe(296)
})

test('it never leaves the screen sideways', () => {
  expect(placeBeside(anchorAt(0, 100), menu, viewport, 'end').left).toBe(8)
  expect(placeBeside(anchorAt(380, 100), menu, viewport, 'start').left).toBe(212)
})

test('on a screen too low for both it stays reachable from the top', () => {
  expect(placeBeside(anchorAt(300, 50), menu, { width: 400, height: 150 }, 'end').top).toBe(8)
})
