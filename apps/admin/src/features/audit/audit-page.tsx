import { messageOf, requestIdOf } from '@holdall/client'
import { Button } from '@holdall/ui/button'
import { cn } from '@holdall/ui/cn'
import { InfiniteSentinel } from '@holdall/ui/data-list'
import { EmptyState } from '@holdall/ui/empty-state'
import { ErrorState } from '@holdall/ui/error-state'
import { ScrollText } from 'lucide-react'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { type AuditSearch, isFiltered } from './audit-search.ts'
import { AuditToolbar } from './audit-toolbar.tsx'
import { EventList } from './event-list.tsx'
import { useAudit } from './use-audit.ts'

type AuditPageProps = {
  search: AuditSearch
  onSearch: (change: AuditSearch, replace?: boolean) => void
}

/** Who did what to which file, when and from where. */
export function AuditPage({ search, onSearch }: AuditPageProps) {
  usePageTitle('Audit log')
  const { events, ...query } = useAudit(search)
  const names = {
    actor: events?.find(({ actor }) => actor.id === search.actorId)?.actor.email ?? undefined,
    owner: events?.find(({ owner }) => owner.id === search.ownerId)?.owner.email ?? undefined,
  }
  return (
    <div className="flex flex-col gap-4">
      <h1 className="font-semibold text-xl tracking-tight">Audit log</h1>
      <AuditToolbar
        search={search}
        onSearch={onSearch}
        names={names}
        onRefresh={() => void query.refetch()}
        refreshing={query.isRefetching}
      />
      <section
        aria-label="Events"
        aria-busy={query.isFetching}
        className={cn(
          'overflow-clip rounded-xl border bg-surface transition-opacity',
          query.isPlaceholderData && 'opacity-60',
        )}
      >
        {query.isError && !events ? (
          <ErrorState
            title="The audit log could not be loaded"
            description={messageOf(query.error)}
            requestId={requestIdOf(query.error)}
            onRetry={() => void query.refetch()}
            pending={query.isFetching}
          />
        ) : events?.length === 0 ? (
          <NoEvents filtered={isFiltered(search)} onClear={() => onSearch(NOTHING)} />
        ) : (
          <EventList events={events} onSearch={onSearch} />
        )}
      </section>
      {query.isFetchNextPageError && (
        <ErrorState
          title="Older events could not be loaded"
          description={messageOf(query.error)}
          requestId={requestIdOf(query.error)}
          onRetry={() => void query.fetchNextPage()}
          className="py-4"
        />
      )}
      <InfiniteSentinel
        onVisible={() => void query.fetchNextPage()}
        pending={query.isFetchingNextPage}
        hasMore={query.hasNextPage && !query.isFetchNextPageError}
      />
    </div>
  )
}

const NOTHING: AuditSearch = {
  action: undefined,
  targetId: undefined,
  ownerId: undefined,
  actorId: undefined,
}

function NoEvents({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return (
    <EmptyState
      icon={<ScrollText />}
      title={filtered ? 'No event fits' : 'Nothing has happened yet'}
      description={
        filtered ? 'Nothing like this was recorded.' : 'Every upload, download and deletion will appear here.'
      }
      action={filtered ? <Button onClick={onClear}>Clear filters</Button> : undefined}
    />
  )
}
