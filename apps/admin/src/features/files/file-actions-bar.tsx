import { Button } from '@holdall/ui/button'
import { Menu, type MenuItem } from '@holdall/ui/menu'
import { Download, Ellipsis, RotateCcw, ScrollText, Trash2, UserRound } from 'lucide-react'
import type { AdminFile } from './use-files.ts'

export type FileCommands = {
  onDownload: (file: AdminFile) => void
  onDelete: (file: AdminFile) => void
  onRestore: (file: AdminFile) => void
  onShowAudit: (file: AdminFile) => void
  onShowOwner: (file: AdminFile) => void
  busyWith: { restore?: string; download?: string }
}

type BarProps = { file: AdminFile; commands: FileCommands; compact?: boolean }

/** A file's actions: the frequent ones as buttons (not when compact, on phones), all in the menu. */
export function FileActionsBar({ file, commands, compact = false }: BarProps) {
  const trashed = file.trashedAt !== null
  const restoring = commands.busyWith.restore === file.id
  const downloading = commands.busyWith.download === file.id
  return (
    <div className="flex items-center justify-end">
      {!compact && (
        <>
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Download ${file.name}`}
            pending={downloading}
            onClick={() => commands.onDownload(file)}
          >
            <Download aria-hidden="true" />
          </Button>
          {trashed ? (
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Restore ${file.name}`}
              pending={restoring}
              onClick={() => commands.onRestore(file)}
            >
              <RotateCcw aria-hidden="true" />
            </Button>
          ) : (
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Delete ${file.name}`}
              onClick={() => commands.onDelete(file)}
              className="hover:bg-danger-soft hover:text-danger"
            >
              <Trash2 aria-hidden="true" />
            </Button>
          )}
        </>
      )}
      <Menu label={`Actions for ${file.name}`} items={itemsFor(file, commands)}>
        <Button variant="ghost" size="icon" aria-label={`More actions for ${file.name}`}>
          <Ellipsis aria-hidden="true" />
        </Button>
      </Menu>
    </div>
  )
}

function itemsFor(file: AdminFile, commands: FileCommands): (MenuItem | 'separator')[] {
  return [
    {
      label: 'Download',
      icon: <Download aria-hidden="true" />,
      onSelect: () => commands.onDownload(file),
    },
    {
      label: 'Show its audit trail',
      icon: <ScrollText aria-hidden="true" />,
      onSelect: () => commands.onShowAudit(file),
    },
    {
      label: 'Only files of this owner',
      icon: <UserRound aria-hidden="true" />,
      onSelect: () => commands.onShowOwner(file),
    },
    'separator',
    file.trashedAt === null
      ? {
          label: 'Delete',
          icon: <Trash2 aria-hidden="true" />,
          danger: true,
          onSelect: () => commands.onDelete(file),
        }
      : {
          label: 'Restore',
          icon: <RotateCcw aria-hidden="true" />,
          onSelect: () => commands.onRestore(file),
        },
  ]
}
