import { Button } from '@holdall/ui/button'
import { Menu, type MenuItem } from '@holdall/ui/menu'
import { Tooltip } from '@holdall/ui/tooltip'
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
  return (
    <div className="flex items-center justify-end">
      {!compact && <FrequentActions file={file} commands={commands} />}
      <Menu label={`Actions for ${file.name}`} items={itemsFor(file, commands)}>
        <Button variant="ghost" size="icon" aria-label={`More actions for ${file.name}`}>
          <Ellipsis aria-hidden="true" />
        </Button>
      </Menu>
    </div>
  )
}

function FrequentActions({ file, commands }: { file: AdminFile; commands: FileCommands }) {
  return (
    <>
      <Tooltip label="Download">
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Download ${file.name}`}
          pending={commands.busyWith.download === file.id}
          onClick={() => commands.onDownload(file)}
        >
          <Download aria-hidden="true" />
        </Button>
      </Tooltip>
      {/* Keys, so that a focused Restore never turns into a Delete under the fingers. */}
      {file.trashedAt !== null ? (
        <Tooltip key="restore" label="Restore">
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Restore ${file.name}`}
            pending={commands.busyWith.restore === file.id}
            onClick={() => commands.onRestore(file)}
          >
            <RotateCcw aria-hidden="true" />
          </Button>
        </Tooltip>
      ) : (
        <Tooltip key="delete" label="Delete">
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Delete ${file.name}`}
            onClick={() => commands.onDelete(file)}
            className="hover:bg-danger-soft hover:text-danger"
          >
            <Trash2 aria-hidden="true" />
          </Button>
        </Tooltip>
      )}
    </>
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
