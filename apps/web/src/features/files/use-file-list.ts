import type { RouterInputs, StoredFile } from '@holdall/client'
import { api } from '@holdall/client/react'
import { keepPreviousData, useMutationState } from '@tanstack/react-query'
import { useMemo } from 'react'
import { visibleFiles } from './list-cache.ts'

const PAGE_SIZE = 50

/** What moves a file out of the list that shows it; while it is under way the file is hidden already. */
const REMOVING = ['trash', 'restore', 'purge'] as const

/**
 * One list of files, page by page. A file that is being moved away is left out at once, and is back in its
 * place should the server refuse: nothing in the cache has to be undone.
 */
export function useFileList(input: RouterInputs['files']['list']) {
  const query = api.files.list.useInfiniteQuery(
    { ...input, limit: PAGE_SIZE },
    { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
  )
  const removing = useRemovingIds()
  const pages = query.data?.pages
  const files = useMemo<StoredFile[]>(() => visibleFiles(pages ?? [], removing), [pages, removing])
  return { query, files }
}

function useRemovingIds(): readonly string[] {
  return useMutationState({
    filters: {
      status: 'pending',
      predicate: ({ options: { mutationKey } }) =>
        REMOVING.some((verb) => JSON.stringify(mutationKey?.[0]) === JSON.stringify(['files', verb])),
    },
    select: ({ state }) => (state.variables as { id: string }).id,
  })
}
