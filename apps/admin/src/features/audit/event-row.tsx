import { Badge } from '@holdall/ui/badge'
import { cn } from '@holdall/ui/cn'
import { formatDateTime } from '@holdall/ui/format'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { AuditSearch } from './audit-search.ts'
import { EventDetails } from './event-details.tsx'
import type { AuditEvent } from './use-audit.ts'
import { actorLabel, otherOwner, targetLabel, verbOf } from './words.ts'

type EventRowProps = { event: AuditEvent; onSearch: (change: AuditSearch) => void }

/** One event as a sentence, with everything recorded about it below on demand. */
export function EventRow({ event, onSearch }: EventRowProps) {
  const [open, setOpen] = useState(false)
  const detailsId = `event-${event.id}`
  const owner = otherOwner(event)
  return (
    <li className="px-3 py-2 sm:px-4">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? detailsId : undefined}
        onClick={() => setOpen(!open)}
        className="grid w-full grid-cols-[auto_minmax(0,1fr)] items-start gap-x-2 gap-y-0.5 rounded-md py-1 text-left md:grid-cols-[auto_12.5rem_minmax(0,1fr)_8.5rem]"
      >
        <ChevronRight
          aria-hidden="true"
          className={cn('mt-0.5 size-4 text-ink-muted transition-transform', open && 'rotate-90')}
        />
        <time
          dateTime={event.at}
          className="whitespace-nowrap text-ink-muted tabular-nums max-md:col-start-2 max-md:row-start-2 max-md:text-xs"
        >
          {formatDateTime(event.at)}
        </time>
        <span className="min-w-0 break-words max-md:col-start-2 max-md:row-start-1">
          <strong className="font-medium">{actorLabel(event.actor)}</strong>{' '}
          {event.actor.role === 'admin' && (
            <Badge tone="accent" className="mr-1">
              admin
            </Badge>
          )}
          {verbOf(event)} <strong className="font-medium">{targetLabel(event.target)}</strong>
          {owner && <span className="text-ink-muted"> of {owner}</span>}
          {event.reason && <span className="block text-ink-muted">Reason: {event.reason}</span>}
        </span>
        <code className="text-ink-muted text-xs leading-5 max-md:col-start-2 max-md:row-start-3 md:text-right">
          {event.action}
        </code>
      </button>
      {open && (
        <div id={detailsId} className="my-2 rounded-lg bg-sunken p-4 sm:ml-6">
          <EventDetails event={event} onSearch={onSearch} />
        </div>
      )}
    </li>
  )
}
