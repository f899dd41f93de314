import type { KeyIndex } from './store/key-index.ts'

export type Page<T> = {
  items: Array<readonly [key: string, value: T]>
  commonPrefixes: string[]
  truncated: boolean
  /** The last key or common prefix on this page: the next page starts after it. */
  last: string | null
}

export type PageQuery = {
  prefix: string
  /** '' for none. */
  delimiter: string
  /** Only keys after this one. A common prefix stands for every key under it. */
  after: string
  /** How many keys and common prefixes together. */
  limit: number
}

/** One page of a bucket, in S3's order. Keys under a common prefix are leapt over, not walked through. */
export function listPage<T>(index: KeyIndex<T>, { prefix, delimiter, after, limit }: PageQuery): Page<T> {
  const page: Page<T> = { items: [], commonPrefixes: [], truncated: false, last: null }
  if (limit === 0) return page
  let position = startPosition(index, { prefix, delimiter, after })
  for (;;) {
    const found = index.at(position)
    if (!found?.[0].startsWith(prefix)) return page
    if (page.items.length + page.commonPrefixes.length === limit) {
      page.truncated = true
      return page
    }
    const common = commonPrefix(found[0], prefix, delimiter)
    if (common === null) {
      page.items.push(found)
      page.last = found[0]
      position++
    } else {
      page.commonPrefixes.push(common)
      page.last = common
      position = index.seekPast(common)
    }
  }
}

function startPosition<T>(index: KeyIndex<T>, query: Omit<PageQuery, 'limit'>): number {
  const { prefix, delimiter, after } = query
  const first = index.seek(prefix)
  if (after === '') return first
  if (after.startsWith(prefix) && commonPrefix(after, prefix, delimiter) === after) {
    return Math.max(first, index.seekPast(after))
  }
  const next = index.seek(after)
  return Math.max(first, index.at(next)?.[0] === after ? next + 1 : next)
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | null {
  const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
  return at < 0 ? null : key.slice(0, at + delimiter.length)
}
