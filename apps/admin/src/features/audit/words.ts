import type { AuditAction } from './audit-search.ts'
import type { AuditEvent } from './use-audit.ts'

/** What happened, as a verb that stands between an actor and a name. */
const VERBS: Record<AuditAction, string> = {
  'upload.presign': 'started uploading',
  'upload.save': 'uploaded',
  'upload.reap': 'removed the unfinished upload',
  'file.rename': 'renamed',
  'file.download': 'downloaded',
  'file.trash': 'moved to the trash',
  'file.restore': 'restored',
  'file.purge': 'deleted for good',
}

const LABELS: Record<AuditAction, string> = {
  'upload.presign': 'Upload started',
  'upload.save': 'Uploaded',
  'upload.reap': 'Unfinished upload removed',
  'file.rename': 'Renamed',
  'file.download': 'Downloaded',
  'file.trash': 'Deleted or trashed',
  'file.restore': 'Restored',
  'file.purge': 'Deleted for good',
}

/** The name of an action in a list of choices. */
export function actionLabel(action: AuditAction): string {
  return LABELS[action]
}

/** What the actor did: an administrator's way into the trash is a deletion, the owner's is not. */
export function verbOf(event: Pick<AuditEvent, 'action' | 'actor'>): string {
  if (event.action === 'file.trash' && event.actor.role === 'admin') return 'deleted'
  return VERBS[event.action]
}

/** Who did it, in a line of text. */
export function actorLabel(actor: AuditEvent['actor']): string {
  if (actor.role === 'system') return 'Holdall itself'
  return actor.email ?? actor.id ?? 'unknown'
}

/** What it was done to. */
export function targetLabel(target: AuditEvent['target']): string {
  return target.name ?? `${target.type} ${target.id}`
}

/** The owner, where it is somebody else than the actor: else it says nothing new. */
export function otherOwner(event: Pick<AuditEvent, 'actor' | 'owner'>): string | null {
  if (event.owner.id === null || event.owner.id === event.actor.id) return null
  return event.owner.email ?? event.owner.id
}

/** A recorded value before or after, as people read JSON; null where nothing was recorded. */
export function recordedValue(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value, null, 2)
}
