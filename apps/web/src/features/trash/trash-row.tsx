import type { StoredFile } from '@holdall/client'
import { Button } from '@holdall/ui/button'
import { FileIcon } from '@holdall/ui/file-icon'
import { formatBytes, formatDate } from '@holdall/ui/format'
import { Menu } from '@holdall/ui/menu'
import { ArchiveRestore, Ellipsis, Trash2 } from 'lucide-react'
import { rowFocusId } from '../files/use-focus-after-removal.ts'

type TrashRowProps = {
  file: StoredFile
  onRestore: (file: StoredFile) => void
  onPurge: (file: StoredFile) => void
}

/** A file in the trash. One that an administrator deleted says why, and offers nothing. */
export function TrashRow({ file, onRestore, onPurge }: TrashRowProps) {
  const byAdmin = file.trashedBy === 'admin'
  const goes = file.purgesAt ? formatDate(file.purgesAt) : '–'
  const items = [
    { label: 'Restore', icon: <ArchiveRestore aria-hidden="true" />, onSelect: () => onRestore(file) },
    'separator' as const,
    {
      label: 'Delete forever',
      icon: <Trash2 aria-hidden="true" />,
      onSelect: () => onPurge(file),
      danger: true,
    },
  ]
  return (
    <tr className="hover:bg-sunken/60 has-focus-visible:bg-sunken/60">
      <th scope="row" className="py-2 pr-2 pl-4 text-left font-normal">
        <div className="flex items-center gap-3">
          <FileIcon kind={file.kind} />
          <div className="min-w-0 flex-1">
            <p className="truncate font-medium" title={file.name}>
              {file.name}
            </p>
            {byAdmin && (
              <p className="break-words text-danger text-xs">
                Deleted by an administrator: {file.trashReason}
              </p>
            )}
            <p className="truncate text-ink-muted text-xs sm:hidden">
              {formatBytes(file.size)} · gone on {goes}
            </p>
          </div>
        </div>
      </th>
      <td className="px-2 text-ink-muted tabular-nums max-sm:hidden">{formatBytes(file.size)}</td>
      <td className="px-2 text-ink-muted max-sm:hidden">
        {file.purgesAt ? <time dateTime={file.purgesAt}>{goes}</time> : goes}
      </td>
      <td className="pr-2">
        {!byAdmin && (
          <div className="flex justify-end gap-1">
            <Button
              size="sm"
              variant="ghost"
              aria-label={`Restore ${file.name}`}
              onClick={() => onRestore(file)}
              className="max-sm:hidden"
            >
              Restore
            </Button>
            <Menu label={`Actions for ${file.name}`} items={items}>
              <Button
                id={rowFocusId(file.id)}
                variant="ghost"
                size="icon"
                aria-label={`Actions for ${file.name}`}
              >
                <Ellipsis aria-hidden="true" />
              </Button>
            </Menu>
          </div>
        )}
      </td>
    </tr>
  )
}
