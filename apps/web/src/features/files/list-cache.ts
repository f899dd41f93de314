import type { RouterOutputs, StoredFile } from '@holdall/client'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'

type Page = RouterOutputs['files']['list']
type Lists = InfiniteData<Page>

/** tRPC's key of every list, whatever its input. */
const LISTS = { queryKey: [['files', 'list']] } as const

/** The files of all pages without those on their way out; each once, though it may move between two pages. */
export function visibleFiles(pages: readonly Page[], removing: readonly string[]): StoredFile[] {
  const seen = new Set(removing)
  return pages
    .flatMap(({ files }) => files)
    .filter(({ id }) => {
      if (seen.has(id)) return false
      seen.add(id)
      return true
    })
}

/**
 * A file has left the list it was in: it goes at once, and every list that is not on screen (the one it went
 * to among them) loads anew when it is next shown.
 */
export async function dropFromLists(queries: QueryClient, id: string): Promise<void> {
  // A page that was asked for before the change would bring the file back; it is asked for again instead.
  const interrupted = queries.isFetching(LISTS) > 0
  await queries.cancelQueries(LISTS)
  editFiles(queries, (files) => files.filter((file) => file.id !== id))
  void queries.invalidateQueries({ ...LISTS, refetchType: interrupted ? 'active' : 'none' })
}

/** A file has changed: it shows at once, and the lists load anew, since its place may be another now. */
export async function replaceInLists(queries: QueryClient, changed: StoredFile): Promise<void> {
  await queries.cancelQueries(LISTS)
  editFiles(queries, (files) => files.map((file) => (file.id === changed.id ? changed : file)))
  void queries.invalidateQueries(LISTS)
}

function editFiles(queries: QueryClient, edit: (files: StoredFile[]) => StoredFile[]): void {
  queries.setQueriesData<Lists>(LISTS, (lists) =>
    lists ? { ...lists, pages: lists.pages.map((page) => ({ ...page, files: edit(page.files) })) } : lists,
  )
}
