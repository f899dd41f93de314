import type { StoredFile } from '@holdall/client'
import { cn } from '@holdall/ui/cn'
import { FileRow } from './file-row.tsx'
import type { FileView } from './file-view.ts'
import { SortHeader } from './sort-header.tsx'

type FileTableProps = {
  files: readonly StoredFile[]
  view: FileView
  onViewChange: (view: FileView) => void
  onDownload: (file: StoredFile) => void
  onRename: (file: StoredFile) => void
  onTrash: (file: StoredFile) => void
  /** What is shown belongs to the view before; the new one is on its way. */
  stale: boolean
}

/** The files of a view. On phones each row is a card of two lines, and the toolbar sorts. */
export function FileTable({ files, view, onViewChange, stale, ...actions }: FileTableProps) {
  return (
    <div className="overflow-hidden rounded-xl border bg-surface">
      <table
        aria-label="Files"
        aria-busy={stale}
        className={cn('w-full table-fixed border-collapse', stale && 'opacity-60')}
      >
        {/* Widths stand here, since on phones the head has no part in the layout. */}
        <colgroup>
          <col />
          <col className="w-28 max-sm:hidden" />
          <col className="w-36 max-sm:hidden" />
          <col className="w-16 sm:w-24" />
        </colgroup>
        <thead className="border-b text-left text-[0.8125rem] max-sm:hidden">
          <tr>
            <SortHeader column="name" label="Name" view={view} onChange={onViewChange} className="pl-4" />
            <SortHeader
              column="size"
              label="Size"
              view={view}
              onChange={onViewChange}
              className="max-sm:hidden"
            />
            <SortHeader
              column="uploadedAt"
              label="Uploaded"
              view={view}
              onChange={onViewChange}
              className="max-sm:hidden"
            />
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {files.map((file) => (
            <FileRow key={file.id} file={file} {...actions} />
          ))}
        </tbody>
      </table>
    </div>
  )
}
