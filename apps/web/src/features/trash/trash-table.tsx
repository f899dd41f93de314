import type { StoredFile } from '@holdall/client'
import { cn } from '@holdall/ui/cn'
import { TrashRow } from './trash-row.tsx'

type TrashTableProps = {
  files: readonly StoredFile[]
  onRestore: (file: StoredFile) => void
  onPurge: (file: StoredFile) => void
  /** What is shown belongs to the search before; the new one is on its way. */
  stale: boolean
}

export function TrashTable({ files, stale, ...actions }: TrashTableProps) {
  return (
    <div className="overflow-hidden rounded-xl border bg-surface">
      <table
        aria-label="Trash"
        aria-busy={stale}
        className={cn('w-full table-fixed border-collapse', stale && 'opacity-60')}
      >
        {/* Widths stand here, since on phones the head has no part in the layout. */}
        <colgroup>
          <col />
          <col className="w-28 max-sm:hidden" />
          <col className="w-36 max-sm:hidden" />
          <col className="w-16 sm:w-36" />
        </colgroup>
        <thead className="border-b text-left text-[0.8125rem] text-ink-muted max-sm:sr-only">
          <tr className="h-10">
            <th scope="col" className="pr-2 pl-4 font-medium">
              Name
            </th>
            <th scope="col" className="px-2 font-medium max-sm:hidden">
              Size
            </th>
            <th scope="col" className="px-2 font-medium max-sm:hidden">
              Gone for good on
            </th>
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {files.map((file) => (
            <TrashRow key={file.id} file={file} {...actions} />
          ))}
        </tbody>
      </table>
    </div>
  )
}
