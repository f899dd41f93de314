import { Badge } from '@holdall/ui/badge'
import { formatDateTime, formatRelative } from '@holdall/ui/format'
import { stateOf } from './cached-files.ts'
import type { AdminFile } from './use-files.ts'

/** Where the file stands, with the administrator's reason. */
export function StateBadge({ file }: { file: AdminFile }) {
  const { label, tone } = stateOf(file)
  return (
    <div className="flex min-w-0 flex-col items-start gap-0.5">
      <Badge tone={tone}>{label}</Badge>
      {file.trashReason && (
        <span title={file.trashReason} className="line-clamp-1 max-w-full break-all text-ink-muted text-xs">
          {file.trashReason}
        </span>
      )}
    </div>
  )
}

/** Whose file it is: e-mail and name, or the id of somebody who has no account. */
export function Owner({ owner }: { owner: AdminFile['owner'] }) {
  const known = owner.email ?? owner.name
  return (
    <div className="min-w-0">
      <p className="truncate" title={known ?? undefined}>
        {known ?? 'Unknown owner'}
      </p>
      <p className="truncate text-ink-muted text-xs" title={known ? undefined : owner.id}>
        {known ? owner.email && owner.name : owner.id}
      </p>
    </div>
  )
}

/** How long ago, with the exact moment on hover. */
export function When({ iso }: { iso: string }) {
  return (
    <time dateTime={iso} title={formatDateTime(iso)} className="whitespace-nowrap">
      {formatRelative(iso)}
    </time>
  )
}
