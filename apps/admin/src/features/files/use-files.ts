import type { RouterOutputs } from '@holdall/client'
import { api } from '@holdall/client/react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type FilesSearch, listInput } from './files-search.ts'

type FilePage = RouterOutputs['admin']['files']['list']
export type AdminFile = FilePage['files'][number]

/** As tRPC's own hooks name it, so that invalidating `admin` or `admin.files` reaches these lists too. */
export function filesKey(search: FilesSearch) {
  return [['admin', 'files', 'list'], { input: listInput(search), type: 'infinite' }] as const
}

/**
 * Everybody's files as the URL asks for them, page by page. While a new question loads, the old answer stays.
 * Not by tRPC's `useInfiniteQuery`: that one writes the direction of paging over the input's `direction`.
 */
export function useFiles(search: FilesSearch) {
  const { client } = api.useUtils()
  const query = useInfiniteQuery({
    queryKey: filesKey(search),
    queryFn: ({ pageParam, signal }) =>
      client.admin.files.list.query({ ...listInput(search), cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: FilePage) => page.nextCursor,
    placeholderData: keepPreviousData,
  })
  const files = useMemo(() => query.data?.pages.flatMap((page) => page.files), [query.data])
  return { ...query, files }
}
