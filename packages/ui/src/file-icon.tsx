import { File, FileArchive, FileText, FileType, Film, Image, Music, NotebookText } from 'lucide-react'
import { cn } from './cn.ts'

const KINDS = {
  image: { icon: Image, label: 'Image' },
  video: { icon: Film, label: 'Video' },
  audio: { icon: Music, label: 'Audio' },
  pdf: { icon: FileType, label: 'PDF' },
  document: { icon: NotebookText, label: 'Document' },
  archive: { icon: FileArchive, label: 'Archive' },
  text: { icon: FileText, label: 'Text' },
  other: { icon: File, label: 'File' },
} as const

export type FileIconKind = keyof typeof KINDS

/** The kinds as filters want them, in the order in which people look for them. */
export const FILE_KINDS = Object.entries(KINDS).map(([value, { label }]) => ({
  value: value as FileIconKind,
  label: value === 'other' ? 'Other' : label,
}))

/** What kind of file this is, as a picture with a name for screen readers. */
export function FileIcon({ kind, className }: { kind: FileIconKind; className?: string }) {
  const { icon: Icon, label } = KINDS[kind]
  return (
    <span
      role="img"
      aria-label={label}
      className={cn(
        'grid base:size-8 shrink-0 place-items-center base:rounded-md base:bg-sunken base:text-ink-muted base:[&_svg]:size-4',
        className,
      )}
    >
      <Icon aria-hidden="true" />
    </span>
  )
}
