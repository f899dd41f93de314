import { Skeleton } from '@holdall/ui/skeleton'
import type { AuditSearch } from './audit-search.ts'
import { EventRow } from './event-row.tsx'
import type { AuditEvent } from './use-audit.ts'

type EventListProps = {
  /** Undefined while the first page loads. */
  events: AuditEvent[] | undefined
  onSearch: (change: AuditSearch) => void
}

const SKELETONS = Array.from({ length: 10 }, (_, index) => `skeleton-${index}`)

/** The events, newest first. */
export function EventList({ events, onSearch }: EventListProps) {
  return (
    <ol aria-label="Audit events" className="divide-y">
      {events
        ? events.map((event) => <EventRow key={event.id} event={event} onSearch={onSearch} />)
        : SKELETONS.map((key) => (
            <li key={key} className="flex gap-6 px-4 py-4">
              <Skeleton className="w-36 max-md:hidden" />
              <Skeleton className="w-2/3" />
            </li>
          ))}
    </ol>
  )
}
