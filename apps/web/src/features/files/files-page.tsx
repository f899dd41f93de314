import type { StoredFile } from '@holdall/client'
import { Button } from '@holdall/ui/button'
import { EmptyState } from '@holdall/ui/empty-state'
import { useNavigate } from '@tanstack/react-router'
import { FileUp, SearchX } from 'lucide-react'
import { useMemo, useState } from 'react'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { FileTable } from './file-table.tsx'
import { FileToolbar } from './file-toolbar.tsx'
import { type FileView, isFiltered, parseFileView, toListInput } from './file-view.ts'
import { ListEnd, ListError, ListSkeleton } from './list-states.tsx'
import { RenameDialog } from './rename-dialog.tsx'
import { useFileActions } from './use-file-actions.ts'
import { useFileList } from './use-file-list.ts'
import { useFocusAfterRemoval } from './use-focus-after-removal.ts'

/** The signed-in person's files, as the URL asks for them. */
export function FilesPage({ view }: { view: FileView }) {
  usePageTitle('Files')
  const navigate = useNavigate()
  const [renaming, setRenaming] = useState<StoredFile | null>(null)
  const { query, files } = useFileList(toListInput(view))
  const actions = useFileActions()
  const removing = useFocusAfterRemoval(useMemo(() => files.map(({ id }) => id), [files]))
  function show(next: FileView) {
    void navigate({ to: '/', search: parseFileView(next) })
  }
  function trash(file: StoredFile) {
    removing(file.id)
    actions.trash(file)
  }
  return (
    <>
      <FileToolbar view={view} onChange={show} />
      {query.isPending ? (
        <ListSkeleton />
      ) : !query.data ? (
        <ListError query={query} />
      ) : files.length === 0 && !query.hasNextPage ? (
        <NoFiles view={view} onClear={() => show({ sort: view.sort, dir: view.dir })} />
      ) : (
        <>
          <FileTable
            files={files}
            view={view}
            onViewChange={show}
            onDownload={actions.download}
            onRename={setRenaming}
            onTrash={trash}
            stale={query.isPlaceholderData}
          />
          <ListEnd query={query} />
        </>
      )}
      {renaming && <RenameDialog key={renaming.id} file={renaming} onClose={() => setRenaming(null)} />}
    </>
  )
}

function NoFiles({ view, onClear }: { view: FileView; onClear: () => void }) {
  if (!isFiltered(view)) {
    return (
      <EmptyState
        icon={<FileUp />}
        title="No files yet"
        description="Drop files anywhere on this page, paste them, or press Upload."
        className="rounded-xl border border-dashed bg-surface"
      />
    )
  }
  return (
    <EmptyState
      icon={<SearchX />}
      title={view.q ? `Nothing is called “${view.q}”` : 'No files of this kind'}
      description="Try other words or another kind."
      action={<Button onClick={onClear}>Show all files</Button>}
      className="rounded-xl border border-dashed bg-surface"
    />
  )
}
