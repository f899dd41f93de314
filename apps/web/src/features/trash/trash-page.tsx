import type { StoredFile } from '@holdall/client'
import { EmptyState } from '@holdall/ui/empty-state'
import { SearchX, Trash2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { ListEnd, ListError, ListSkeleton } from '../files/list-states.tsx'
import { usePurge, useRestore } from '../files/use-file-actions.ts'
import { useFileList } from '../files/use-file-list.ts'
import { useFocusAfterRemoval } from '../files/use-focus-after-removal.ts'
import { PurgeDialog } from './purge-dialog.tsx'
import { TrashTable } from './trash-table.tsx'

/** What was deleted and can be taken back, until the day on which each file goes for good. */
export function TrashPage({ search }: { search?: string }) {
  usePageTitle('Trash')
  const [purging, setPurging] = useState<StoredFile | null>(null)
  const { query, files } = useFileList({ search, trashed: true })
  const restore = useRestore()
  const purge = usePurge()
  const removing = useFocusAfterRemoval(useMemo(() => files.map(({ id }) => id), [files]))
  function takeBack(file: StoredFile) {
    removing(file.id)
    restore.mutate({ id: file.id })
  }
  function confirmPurge() {
    if (!purging) return
    removing(purging.id)
    purge.mutate({ id: purging.id })
    setPurging(null)
  }
  return (
    <>
      <div className="mb-4 flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1">
        <h1 className="font-semibold text-lg tracking-tight">Trash</h1>
        <p className="text-ink-muted">Files here still count towards your storage.</p>
      </div>
      {query.isPending ? (
        <ListSkeleton />
      ) : !query.data ? (
        <ListError query={query} />
      ) : files.length === 0 && !query.hasNextPage ? (
        <NothingHere search={search} />
      ) : (
        <>
          <TrashTable
            files={files}
            onRestore={takeBack}
            onPurge={setPurging}
            stale={query.isPlaceholderData}
          />
          <ListEnd query={query} />
        </>
      )}
      {purging && <PurgeDialog file={purging} onClose={() => setPurging(null)} onConfirm={confirmPurge} />}
    </>
  )
}

function NothingHere({ search }: { search?: string }) {
  return (
    <EmptyState
      icon={search ? <SearchX /> : <Trash2 />}
      title={search ? `Nothing in the trash is called “${search}”` : 'The trash is empty'}
      description={search ? 'Try other words.' : 'Files that you delete wait here before they go for good.'}
      className="rounded-xl border border-dashed bg-surface"
    />
  )
}
