import { Button } from '@holdall/ui/button'
import { formatDateTime } from '@holdall/ui/format'
import { Copyable } from '../../shared/copyable.tsx'
import { Facts } from '../../shared/facts.tsx'
import type { AuditSearch } from './audit-search.ts'
import type { AuditEvent } from './use-audit.ts'
import { recordedValue } from './words.ts'

type EventDetailsProps = { event: AuditEvent; onSearch: (change: AuditSearch) => void }

/** All that was recorded of one event, and the ways to more like it. */
export function EventDetails({ event, onSearch }: EventDetailsProps) {
  const { actor, owner, target } = event
  return (
    <div className="flex flex-col gap-4">
      <Facts
        label="Recorded"
        facts={[
          ['When', `${formatDateTime(event.at)} (${event.at})`],
          ['Who', [actor.email ?? 'no account', actor.role, actor.id].filter(Boolean).join(', ')],
          ['Action', event.action],
          [
            target.type === 'file' ? 'File id' : `Id of the ${target.type}`,
            <Copyable key="t" label="id" value={target.id} />,
          ],
          ['Owner', [owner.email, owner.id].filter(Boolean).join(', ') || 'none'],
          ['From', event.ip ?? 'not recorded'],
          ['Browser', event.userAgent ?? 'not recorded'],
          [
            'Request id',
            event.requestId ? (
              <Copyable key="r" label="request id" value={event.requestId} />
            ) : (
              'not recorded'
            ),
          ],
        ]}
      />
      <Change before={recordedValue(event.before)} after={recordedValue(event.after)} />
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => onSearch({ targetId: target.id })}>
          Only this {target.type}
        </Button>
        {actor.id && (
          <Button size="sm" onClick={() => onSearch({ actorId: actor.id ?? undefined })}>
            Only by {actor.email ?? 'this user'}
          </Button>
        )}
        {owner.id && (
          <Button size="sm" onClick={() => onSearch({ ownerId: owner.id ?? undefined })}>
            Only files of {owner.email ?? 'this owner'}
          </Button>
        )}
      </div>
    </div>
  )
}

function Change({ before, after }: { before: string | null; after: string | null }) {
  if (before === null && after === null) return null
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Recorded title="Before" json={before} />
      <Recorded title="After" json={after} />
    </div>
  )
}

function Recorded({ title, json }: { title: string; json: string | null }) {
  return (
    <figure className="flex min-w-0 flex-col gap-1">
      <figcaption className="text-[0.8125rem] text-ink-muted">{title}</figcaption>
      <pre className="flex-1 whitespace-pre-wrap break-all rounded-md border bg-surface p-3 text-xs">
        {json ?? 'nothing'}
      </pre>
    </figure>
  )
}
