import type { StoredFile } from '@holdall/client'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { dropFromLists, replaceInLists, visibleFiles } from './list-cache.ts'

function file(id: string, name = id): StoredFile {
  return { id, name } as StoredFile
}

const PAGES = [
  { files: [file('a'), file('b')], nextCursor: 'x' },
  { files: [file('b'), file('c')], nextCursor: null },
]
const KEY = [['files', 'list'], { input: { trashed: false }, type: 'infinite' }]

function loaded(): QueryClient {
  const queries = new QueryClient()
  queries.setQueryData(KEY, { pages: PAGES, pageParams: [null, 'x'] })
  return queries
}

function namesIn(queries: QueryClient): string[] {
  const data = queries.getQueryData<{ pages: typeof PAGES }>(KEY)
  return data?.pages.flatMap(({ files }) => files.map(({ name }) => name)) ?? []
}

test('a file that moved between two pages shows once', () => {
  expect(visibleFiles(PAGES, []).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})

test('a file on its way out is hidden and keeps its place in the cache', () => {
  expect(visibleFiles(PAGES, ['b']).map(({ id }) => id)).toEqual(['a', 'c'])
  expect(visibleFiles(PAGES, []).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})

test('a file that left is gone from every page, and the lists count as out of date', async () => {
  const queries = loaded()
  await dropFromLists(queries, 'b')
  expect(namesIn(queries)).toEqual(['a', 'c'])
  expect(queries.getQueryState(KEY)?.isInvalidated).toBe(true)
})

test('a renamed file shows its new name at once', async () => {
  const queries = loaded()
  await replaceInLists(queries, file('c', 'new'))
  expect(namesIn(queries)).toEqual(['a', 'b', 'b', 'new'])
})

test('other queries are left alone', async () => {
  const queries = loaded()
  queries.setQueryData([['files', 'usage']], { storedCount: 3 })
  await dropFromLists(queries, 'a')
  expect(queries.getQueryState([['files', 'usage']])?.isInvalidated).toBe(false)
})

test('a list that was loading meanwhile loads again, without what it had asked for before', async () => {
  const queries = loaded()
  let answers = 0
  const observer = new QueryObserver(queries, {
    queryKey: KEY,
    queryFn: async ({ signal }) => {
      answers += 1
      if (answers === 1) await new Promise((_, reject) => signal.addEventListener('abort', reject))
      return { pages: [{ files: [file('c'), file('d')], nextCursor: null }], pageParams: [null] }
    },
  })
  const arrived = new Promise<void>((resolve) => {
    const stop = observer.subscribe(() => {
      if (!namesIn(queries).includes('d')) return
      stop()
      resolve()
    })
  })
  await dropFromLists(queries, 'a')
  await arrived
  expect(answers).toBe(2)
  expect(namesIn(queries)).toEqual(['c', 'd'])
})
