import type { RouterInputs } from '@holdall/client'
import { oneOf, textOf } from '@holdall/ui/search-params'

type ListInput = RouterInputs['admin']['files']['list']

/** What the URL of the file list says. Absent means the default, so a plain /files stays plain. */
export type FilesSearch = {
  q?: string
  kind?: NonNullable<ListInput['kind']>
  state?: 'stored' | 'trashed'
  owner?: string
  sort?: 'name' | 'size'
  direction?: 'asc' | 'desc'
}

const KINDS = ['image', 'video', 'audio', 'pdf', 'document', 'archive', 'text', 'other'] as const

/** Reads a URL that anybody may have typed: what makes no sense counts as not said. */
export function parseFilesSearch(raw: Record<string, unknown>): FilesSearch {
  return {
    q: textOf(raw.q),
    kind: oneOf(KINDS, raw.kind),
    state: oneOf(['stored', 'trashed'], raw.state),
    owner: textOf(raw.owner),
    sort: oneOf(['name', 'size'], raw.sort),
    direction: oneOf(['asc', 'desc'], raw.direction),
  }
}

export type FileSort = NonNullable<ListInput['sort']>
export type Direction = NonNullable<ListInput['order']>

/** Names are read from A; of times and sizes, the newest and largest matter most. */
function naturalDirection(sort: FileSort): Direction {
  return sort === 'name' ? 'asc' : 'desc'
}

/** The order that a URL asks for, with its defaults filled in. */
export function orderOf({ sort = undefined, direction }: FilesSearch): {
  sort: FileSort
  direction: Direction
} {
  const by = sort ?? 'uploadedAt'
  return { sort: by, direction: direction ?? naturalDirection(by) }
}

/** The URL for an order; the default order and each column's natural direction stay out of it. */
export function searchForOrder(
  sort: FileSort,
  direction: Direction,
): Pick<FilesSearch, 'sort' | 'direction'> {
  return {
    sort: sort === 'uploadedAt' ? undefined : sort,
    direction: direction === naturalDirection(sort) ? undefined : direction,
  }
}

/** A press on a column's head: that column in its natural direction, or the one in use turned round. */
export function toggledOrder(search: FilesSearch, column: FileSort): Pick<FilesSearch, 'sort' | 'direction'> {
  const { sort, direction } = orderOf(search)
  if (sort !== column) return searchForOrder(column, naturalDirection(column))
  return searchForOrder(column, direction === 'asc' ? 'desc' : 'asc')
}

/** What the URL means to the server. */
export function listInput(search: FilesSearch): ListInput {
  const { sort, direction } = orderOf(search)
  return {
    search: search.q,
    kind: search.kind,
    ownerId: search.owner,
    state: search.state ?? 'any',
    sort,
    order: direction,
    limit: 50,
  }
}

/** Whether anything narrows the list, so that an empty one means "nothing found" and not "nothing there". */
export function isFiltered(search: FilesSearch): boolean {
  return Boolean(search.q ?? search.kind ?? search.state ?? search.owner)
}
