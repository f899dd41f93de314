import type { InfiniteData } from '@tanstack/react-query'
import type { AdminFile } from './use-files.ts'

export type FilePages = InfiniteData<{ files: AdminFile[]; nextCursor: string | null }, string | null>
type State = 'any' | 'stored' | 'trashed'

/**
 * A loaded list after one of its files changed: the file is replaced where it stands, and leaves a list that
 * shows only the other state. Loading all pages again for one row would make the list jump.
 */
export function withFile(data: FilePages | undefined, file: AdminFile, state: State): FilePages | undefined {
  if (!data) return data
  const belongs = state === 'any' || (state === 'trashed') === (file.trashedAt !== null)
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      files: page.files.flatMap((each) => (each.id !== file.id ? [each] : belongs ? [file] : [])),
    })),
  }
}

export type FileState = { label: string; tone: 'accent' | 'warning' | 'danger' }

/** Where a file stands, in words. */
export function stateOf(file: Pick<AdminFile, 'trashedAt' | 'trashedBy'>): FileState {
  if (file.trashedAt === null) return { label: 'Stored', tone: 'accent' }
  if (file.trashedBy === 'admin') return { label: 'Deleted by admin', tone: 'danger' }
  return { label: 'In owner’s trash', tone: 'warning' }
}

/** The owner for a line of text; files adopted from an older table may belong to nobody known. */
export function ownerLabel(owner: AdminFile['owner']): string {
  return owner.email ?? owner.name ?? `unknown owner ${owner.id}`
}
