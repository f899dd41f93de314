import type { RouterInputs } from '@holdall/client'
import { FILE_KINDS, type FileIconKind } from '@holdall/ui/file-icon'
import { oneOf, textOf } from '@holdall/ui/search-params'

const SORTS = ['uploadedAt', 'name', 'size'] as const
export type Sort = (typeof SORTS)[number]
export type Direction = 'asc' | 'desc'

/** What the URL says of the list. Defaults stay out of it: `/` is the newest files first. */
export type FileView = { q?: string; kind?: FileIconKind; sort?: Sort; dir?: Direction }

/** Anybody can type anything into a URL: what isn't a view is left out. */
export function parseFileView(raw: Record<string, unknown>): FileView {
  const sort = oneOf(SORTS, raw.sort)
  const dir = oneOf(['asc', 'desc'], raw.dir)
  return {
    q: textOf(raw.q),
    kind: oneOf(
      FILE_KINDS.map(({ value }) => value),
      raw.kind,
    ),
    ...sorted(sort ?? 'uploadedAt', dir),
  }
}

/** The order that people expect of a column at first: names from A, the newest, the largest. */
function naturalDirection(sort: Sort): Direction {
  return sort === 'name' ? 'asc' : 'desc'
}

/** The order a view asks for, defaults filled in. */
export function orderOf(view: FileView): { sort: Sort; direction: Direction } {
  const sort = view.sort ?? 'uploadedAt'
  return { sort, direction: view.dir ?? naturalDirection(sort) }
}

/** The view after a press on a column's header: another column first, then the other way round. */
export function sortBy(view: FileView, column: Sort): FileView {
  const { sort, direction } = orderOf(view)
  if (sort !== column) return { ...view, ...sorted(column, undefined) }
  return { ...view, ...sorted(column, direction === 'asc' ? 'desc' : 'asc') }
}

function sorted(sort: Sort, dir: Direction | undefined): Pick<FileView, 'sort' | 'dir'> {
  return {
    sort: sort === 'uploadedAt' ? undefined : sort,
    dir: dir === naturalDirection(sort) ? undefined : dir,
  }
}

/** Whether the view hides files that exist. */
export function isFiltered({ q, kind }: FileView): boolean {
  return q !== undefined || kind !== undefined
}

/** What the view asks the server for. */
export function toListInput(view: FileView): RouterInputs['files']['list'] {
  const { sort, direction } = orderOf(view)
  return { search: view.q, kind: view.kind, sort, order: direction }
}
