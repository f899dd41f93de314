import { messageOf, requestIdOf } from '@holdall/client'
import { cn } from '@holdall/ui/cn'
import { InfiniteSentinel } from '@holdall/ui/data-list'
import { ErrorState } from '@holdall/ui/error-state'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useNarrow } from '../../shared/use-narrow.ts'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { ownerLabel } from './cached-files.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import type { FileCommands } from './file-actions-bar.tsx'
import { FileCards } from './file-cards.tsx'
import { type FilesSearch, isFiltered, orderOf, toggledOrder } from './files-search.ts'
import { FilesTable } from './files-table.tsx'
import { FilesToolbar } from './files-toolbar.tsx'
import { NoFiles } from './no-files.tsx'
import { useFileActions } from './use-file-actions.ts'
import { type AdminFile, useFiles } from './use-files.ts'
import { useRowFocus } from './use-row-focus.ts'

type FilesPageProps = {
  search: FilesSearch
  onSearch: (change: FilesSearch, replace?: boolean) => void
}

/** Everybody's files: find, look into, download, delete with a reason, restore. */
export function FilesPage({ search, onSearch }: FilesPageProps) {
  usePageTitle('Files')
  const narrow = useNarrow()
  const navigate = useNavigate()
  const list = useRef<HTMLElement>(null)
  const [deleting, setDeleting] = useState<AdminFile | null>(null)
  const { files, ...query } = useFiles(search)
  const actions = useFileActions(search)
  const remember = useRowFocus(list, files)

  const commands: FileCommands = {
    onDownload: (file) => void actions.download(file),
    onDelete: (file) => {
      remember(file.id)
      setDeleting(file)
    },
    onRestore: (file) => {
      remember(file.id)
      void actions.restore(file)
    },
    onShowAudit: (file) => void navigate({ to: '/audit', search: { targetId: file.id } }),
    onShowOwner: (file) => onSearch({ owner: file.owner.id }),
    busyWith: actions.busyWith,
  }
  const ownerOfList = search.owner && files?.find((file) => file.owner.id === search.owner)?.owner

  return (
    <div className="flex flex-col gap-4">
      <h1 className="font-semibold text-xl tracking-tight">Files</h1>
      <FilesToolbar
        search={search}
        onSearch={onSearch}
        ownerName={ownerOfList ? ownerLabel(ownerOfList) : undefined}
        withSort={narrow}
      />
      <p role="status" className="sr-only">
        {files && !query.isFetching && countInWords(files.length, query.hasNextPage)}
      </p>
      <section
        ref={list}
        tabIndex={-1}
        aria-label="Files"
        aria-busy={query.isFetching}
        className={cn(
          'overflow-clip rounded-xl border bg-surface outline-none transition-opacity',
          query.isPlaceholderData && 'opacity-60',
        )}
      >
        {query.isError && !files ? (
          <ErrorState
            title="The files could not be loaded"
            description={messageOf(query.error)}
            requestId={requestIdOf(query.error)}
            onRetry={() => void query.refetch()}
            pending={query.isFetching}
          />
        ) : files?.length === 0 ? (
          <NoFiles filtered={isFiltered(search)} onClear={() => onSearch(NOTHING)} />
        ) : narrow ? (
          <FileCards files={files} commands={commands} />
        ) : (
          <FilesTable
            files={files}
            order={orderOf(search)}
            onToggleSort={(column) => onSearch(toggledOrder(search, column))}
            commands={commands}
          />
        )}
      </section>
      {query.isFetchNextPageError && (
        <ErrorState
          title="The next files could not be loaded"
          description={messageOf(query.error)}
          requestId={requestIdOf(query.error)}
          onRetry={() => void query.fetchNextPage()}
          className="py-4"
        />
      )}
      <InfiniteSentinel
        onVisible={() => void query.fetchNextPage()}
        pending={query.isFetchingNextPage}
        hasMore={query.hasNextPage && !query.isFetchNextPageError}
      />
      {deleting && (
        <DeleteDialog
          key={deleting.id}
          file={deleting}
          onClose={() => setDeleting(null)}
          onDelete={actions.remove}
        />
      )}
    </div>
  )
}

const NOTHING: FilesSearch = { q: undefined, kind: undefined, state: undefined, owner: undefined }

/** For screen readers, after each search. */
function countInWords(count: number, more: boolean): string {
  if (count === 0) return 'No files'
  return `${count} ${count === 1 ? 'file' : 'files'}${more ? ', more below' : ''}`
}
