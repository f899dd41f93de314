import type { StoredFile } from '@holdall/client'
import { Button } from '@holdall/ui/button'
import { FileIcon } from '@holdall/ui/file-icon'
import { formatBytes, formatDateTime, formatRelative } from '@holdall/ui/format'
import { Menu } from '@holdall/ui/menu'
import { Download, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { rowFocusId } from './use-focus-after-removal.ts'

type FileRowProps = {
  file: StoredFile
  onDownload: (file: StoredFile) => void
  onRename: (file: StoredFile) => void
  onTrash: (file: StoredFile) => void
}

export function FileRow({ file, onDownload, onRename, onTrash }: FileRowProps) {
  const size = formatBytes(file.size)
  const uploaded = formatRelative(file.uploadedAt)
  const items = [
    { label: 'Download', icon: <Download aria-hidden="true" />, onSelect: () => onDownload(file) },
    { label: 'Rename', icon: <Pencil aria-hidden="true" />, onSelect: () => onRename(file) },
    'separator' as const,
    {
      label: 'Move to trash',
      icon: <Trash2 aria-hidden="true" />,
      onSelect: () => onTrash(file),
      danger: true,
    },
  ]
  return (
    <tr className="group hover:bg-sunken/60 has-focus-visible:bg-sunken/60">
      <th scope="row" className="py-2 pr-2 pl-4 text-left font-normal">
        <div className="flex items-center gap-3">
          <FileIcon kind={file.kind} />
          <div className="min-w-0 flex-1">
            <p className="truncate font-medium" title={file.name}>
              {file.name}
            </p>
            <p className="truncate text-ink-muted text-xs sm:hidden">
              {size} · {uploaded}
            </p>
          </div>
        </div>
      </th>
      <td className="px-2 text-ink-muted tabular-nums max-sm:hidden">{size}</td>
      <td className="px-2 text-ink-muted max-sm:hidden">
        <time dateTime={file.uploadedAt} title={formatDateTime(file.uploadedAt)}>
          {uploaded}
        </time>
      </td>
      <td className="pr-2">
        <div className="flex justify-end gap-1">
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Download ${file.name}`}
            onClick={() => onDownload(file)}
            className="opacity-0 group-hover:opacity-100 focus-visible:opacity-100 max-sm:hidden pointer-coarse:opacity-100"
          >
            <Download aria-hidden="true" />
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
      </td>
    </tr>
  )
}
