import { cn } from '@holdall/ui/cn'
import { FileIcon } from '@holdall/ui/file-icon'
import { formatBytes } from '@holdall/ui/format'
import { Skeleton } from '@holdall/ui/skeleton'
import { useState } from 'react'
import { ownerLabel } from './cached-files.ts'
import { FileActionsBar, type FileCommands } from './file-actions-bar.tsx'
import { FileDetails } from './file-details.tsx'
import { StateBadge, When } from './file-parts.tsx'
import type { AdminFile } from './use-files.ts'

const SKELETONS = Array.from({ length: 6 }, (_, index) => `skeleton-${index}`)

/** The file list on phones. */
export function FileCards({ files, commands }: { files: AdminFile[] | undefined; commands: FileCommands }) {
  return (
    <ul aria-label="Files of all users" className="divide-y">
      {files
        ? files.map((file) => <FileCard key={file.id} file={file} commands={commands} />)
        : SKELETONS.map((key) => (
            <li key={key} className="flex flex-col gap-2 p-4">
              <Skeleton className="w-2/3" />
              <Skeleton className="h-3 w-1/2" />
            </li>
          ))}
    </ul>
  )
}

function FileCard({ file, commands }: { file: AdminFile; commands: FileCommands }) {
  const [open, setOpen] = useState(false)
  const detailsId = `details-${file.id}`
  return (
    <li data-file={file.id} className="flex flex-col gap-3 py-2 pr-1 pl-3">
      <div className="flex items-center gap-2">
        <button
          type="button"
          data-focus
          aria-expanded={open}
          aria-controls={open ? detailsId : undefined}
          onClick={() => setOpen(!open)}
          className="flex min-h-11 min-w-0 flex-1 items-center gap-3 rounded-md text-left"
        >
          <FileIcon kind={file.kind} />
          <span className="min-w-0 flex-1">
            <span
              className={cn('block truncate font-medium', file.trashedAt && 'text-ink-muted line-through')}
            >
              <span className="sr-only">Details of </span>
              {file.name}
            </span>
            <span className="block truncate text-[0.8125rem] text-ink-muted">{ownerLabel(file.owner)}</span>
            <span className="block truncate text-[0.8125rem] text-ink-muted tabular-nums">
              {formatBytes(file.size)} · <When iso={file.uploadedAt} />
            </span>
          </span>
        </button>
        <FileActionsBar file={file} commands={commands} compact />
      </div>
      {file.trashedAt !== null && (
        <div className="pb-1 pl-11">
          <StateBadge file={file} />
        </div>
      )}
      {open && (
        <div id={detailsId} className="mr-3 mb-2 rounded-lg bg-sunken p-4">
          <FileDetails file={file} />
        </div>
      )}
    </li>
  )
}
