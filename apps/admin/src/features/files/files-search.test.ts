import { describe, expect, test } from 'vitest'
import { isFiltered, listInput, orderOf, parseFilesSearch, toggledOrder } from './files-search.ts'

describe('the URL of the file list', () => {
  test('a plain URL lists everything, newest first', () => {
    expect(listInput(parseFilesSearch({}))).toMatchObject({
      search: undefined,
      kind: undefined,
      ownerId: undefined,
      state: 'any',
      sort: 'uploadedAt',
      order: 'desc',
    })
  })

  test('every filter and the order come through', () => {
    const search = parseFilesSearch({
      q: ' report ',
      kind: 'pdf',
      state: 'trashed',
      owner: 'u1',
      sort: 'size',
      direction: 'asc',
    })
    expect(listInput(search)).toMatchObject({
      search: 'report',
      kind: 'pdf',
      state: 'trashed',
      ownerId: 'u1',
      sort: 'size',
      order: 'asc',
    })
  })

  test('nonsense that somebody typed counts as not said', () => {
    const search = parseFilesSearch({ kind: 'virus', state: 'x', sort: 'id', direction: 'up', q: '   ' })
    expect(listInput(search)).toEqual(listInput({}))
    expect(isFiltered(search)).toBe(false)
  })
})

describe('sorting by a column’s head', () => {
  test('a new column starts in the direction that people expect of it', () => {
    expect(orderOf(toggledOrder({}, 'name'))).toEqual({ sort: 'name', direction: 'asc' })
    expect(orderOf(toggledOrder({}, 'size'))).toEqual({ sort: 'size', direction: 'desc' })
  })

  test('the column in use turns round, and back', () => {
    const once = toggledOrder({ sort: 'name' }, 'name')
    expect(orderOf(once)).toEqual({ sort: 'name', direction: 'desc' })
    expect(toggledOrder(once, 'name')).toEqual({ sort: 'name', direction: undefined })
  })

  test('the default order leaves the URL empty', () => {
    expect(toggledOrder({ sort: 'name' }, 'uploadedAt')).toEqual({ sort: undefined, direction: undefined })
  })
})
