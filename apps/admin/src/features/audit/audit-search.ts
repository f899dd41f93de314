import type { RouterInputs } from '@holdall/client'
import { oneOf, textOf } from '@holdall/ui/search-params'

type ListInput = RouterInputs['admin']['audit']['list']
export type AuditAction = NonNullable<ListInput['action']>

/** What the URL of the audit log says; each narrows the list, absent ones don't. */
export type AuditSearch = {
  action?: AuditAction
  /** Id of a file or upload. */
  targetId?: string
  /** Id of the user whose file it was. */
  ownerId?: string
  /** Id of the user who did it. */
  actorId?: string
}

export const ACTIONS = [
  'upload.presign',
  'upload.save',
  'upload.reap',
  'file.rename',
  'file.download',
  'file.trash',
  'file.restore',
  'file.purge',
] as const satisfies readonly AuditAction[]

/** Reads a URL that anybody may have typed: what makes no sense counts as not said. */
export function parseAuditSearch(raw: Record<string, unknown>): AuditSearch {
  return {
    action: oneOf(ACTIONS, raw.action),
    targetId: textOf(raw.targetId),
    ownerId: textOf(raw.ownerId),
    actorId: textOf(raw.actorId),
  }
}

/** Whether anything narrows the log. */
export function isFiltered(search: AuditSearch): boolean {
  return Boolean(search.action ?? search.targetId ?? search.ownerId ?? search.actorId)
}
