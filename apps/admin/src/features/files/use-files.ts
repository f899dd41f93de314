import type { RouterOutputs } from '@holdall/client'
import { api } from '@holdall/client/react'
import { keepPreviousData } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type FilesSearch, listInput } from './files-search.ts'

type FilePage = RouterOutputs['admin']['files']['list']
export type AdminFile = FilePage['files'][number]

/** Everybody's files as the URL asks for them, page by page. While a new question loads, the old answer stays. */
export function useFiles(search: FilesSearch) {
  const query = api.admin.files.list.useInfiniteQuery(listInput(search), {
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })
  const files = useMemo(() => query.data?.pages.flatMap((page) => page.files), [query.data])
  return { ...query, files }
}
