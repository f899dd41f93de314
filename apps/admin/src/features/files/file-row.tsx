import { cn } from '@holdall/ui/cn'
import { FileIcon } from '@holdall/ui/file-icon'
import { formatBytes } from '@holdall/ui/format'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { FileActionsBar, type FileCommands } from './file-actions-bar.tsx'
import { FileDetails } from './file-details.tsx'
import { Owner, StateBadge, When } from './file-parts.tsx'
import type { AdminFile } from './use-files.ts'

/** One file in the table, with a row of details that opens below it. */
export function FileRow({ file, commands }: { file: AdminFile; commands: FileCommands }) {
  const [open, setOpen] = useState(false)
  const detailsId = `details-${file.id}`
  return (
    <>
      <tr data-file={file.id} className={cn('group hover:bg-sunken/60', open && '[&>td]:border-transparent')}>
        <td>
          <button
            type="button"
            data-focus
            aria-expanded={open}
            aria-controls={open ? detailsId : undefined}
            aria-label={`Details of ${file.name}`}
            onClick={() => setOpen(!open)}
            className="flex w-full min-w-0 items-center gap-2 rounded-md text-left"
          >
            <ChevronRight
              aria-hidden="true"
              className={cn('-ml-1 size-4 shrink-0 text-ink-muted transition-transform', open && 'rotate-90')}
            />
            <FileIcon kind={file.kind} />
            <span
              title={file.name}
              className={cn('truncate font-medium', file.trashedAt && 'text-ink-muted line-through')}
            >
              {file.name}
            </span>
          </button>
        </td>
        <td>
          <Owner owner={file.owner} />
        </td>
        <td className="whitespace-nowrap tabular-nums">{formatBytes(file.size)}</td>
        <td className="text-ink-muted">
          <When iso={file.uploadedAt} />
        </td>
        <td>
          <StateBadge file={file} />
        </td>
        <td>
          <FileActionsBar file={file} commands={commands} />
        </td>
      </tr>
      {open && (
        <tr id={detailsId}>
          <td colSpan={6}>
            <div className="mb-2 ml-5 rounded-lg bg-sunken p-4">
              <FileDetails file={file} />
            </div>
          </td>
        </tr>
      )}
    </>
  )
}
