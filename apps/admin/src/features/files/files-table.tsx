import { Skeleton } from '@holdall/ui/skeleton'
import type { FileCommands } from './file-actions-bar.tsx'
import { FileRow } from './file-row.tsx'
import type { Direction, FileSort } from './files-search.ts'
import { SortHeader } from './sort-header.tsx'
import type { AdminFile } from './use-files.ts'

type FilesTableProps = {
  /** Undefined while the first page loads. */
  files: AdminFile[] | undefined
  order: { sort: FileSort; direction: Direction }
  onToggleSort: (column: FileSort) => void
  commands: FileCommands
}

const SKELETONS = Array.from({ length: 8 }, (_, index) => `skeleton-${index}`)

/** The file list on wide screens. */
export function FilesTable({ files, order, onToggleSort, commands }: FilesTableProps) {
  return (
    <table className="w-full table-fixed border-separate border-spacing-0 text-left">
      <caption className="sr-only">Files of all users</caption>
      <thead className="text-ink-muted text-xs [&_th]:border-b [&_th]:px-3">
        <tr>
          <SortHeader label="Name" column="name" order={order} onToggle={onToggleSort} className="w-[32%]" />
          <th scope="col" className="w-[20%] font-medium">
            Owner
          </th>
          <SortHeader label="Size" column="size" order={order} onToggle={onToggleSort} className="w-24" />
          <SortHeader
            label="Uploaded"
            column="uploadedAt"
            order={order}
            onToggle={onToggleSort}
            className="w-34"
          />
          <th scope="col" className="font-medium">
            State
          </th>
          <th scope="col" className="w-30 font-medium">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody className="[&>tr:last-child>td]:border-b-0 [&_td]:border-b [&_td]:px-3 [&_td]:py-2">
        {files
          ? files.map((file) => <FileRow key={file.id} file={file} commands={commands} />)
          : SKELETONS.map((key) => <SkeletonRow key={key} />)}
      </tbody>
    </table>
  )
}

function SkeletonRow() {
  return (
    <tr className="h-13">
      <td>
        <Skeleton className="w-3/4" />
      </td>
      <td>
        <Skeleton className="w-2/3" />
      </td>
      <td>
        <Skeleton className="w-12" />
      </td>
      <td>
        <Skeleton className="w-20" />
      </td>
      <td>
        <Skeleton className="w-16" />
      </td>
      <td />
    </tr>
  )
}
