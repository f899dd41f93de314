import { expect, test } from 'vitest'
import { isFiltered, orderOf, parseFileView, sortBy, toListInput } from './file-view.ts'

test('nonsense in the URL is no view and breaks nothing', () => {
  expect(parseFileView({ q: '  ', kind: 'virus', sort: 'owner', dir: 'up', x: '1' })).toEqual({})
})

test('a view survives its way through the URL', () => {
  const view = { q: 'report', kind: 'pdf', sort: 'name', dir: 'desc' } as const
  expect(parseFileView(view)).toEqual(view)
})

test('defaults stay out of the URL', () => {
  expect(parseFileView({ sort: 'uploadedAt', dir: 'desc' })).toEqual({})
  expect(parseFileView({ sort: 'name', dir: 'asc' })).toEqual({ sort: 'name' })
})

test('a column sorts first its natural way, then the other, then back', () => {
  const byName = sortBy({ q: 'a' }, 'name')
  expect(orderOf(byName)).toEqual({ sort: 'name', direction: 'asc' })
  expect(orderOf(sortBy(byName, 'name'))).toEqual({ sort: 'name', direction: 'desc' })
  expect(sortBy(sortBy(byName, 'name'), 'name')).toEqual(byName)
  expect(orderOf(sortBy(byName, 'size'))).toEqual({ sort: 'size', direction: 'desc' })
})

test('an order hides nothing, a search and a kind do', () => {
  expect(isFiltered({ sort: 'name' })).toBe(false)
  expect(isFiltered({ q: 'a' })).toBe(true)
  expect(isFiltered({ kind: 'image' })).toBe(true)
})

test('the server is asked for exactly what the view shows', () => {
  expect(toListInput({ q: 'a', kind: 'image' })).toEqual({
    search: 'a',
    kind: 'image',
    sort: 'uploadedAt',
    order: 'desc',
  })
})
