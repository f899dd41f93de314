import { messageOf, requestIdOf } from '@holdall/client'
import { Button } from '@holdall/ui/button'
import { InfiniteSentinel } from '@holdall/ui/data-list'
import { ErrorState } from '@holdall/ui/error-state'
import { Skeleton } from '@holdall/ui/skeleton'
import type { useFileList } from './use-file-list.ts'

type Query = ReturnType<typeof useFileList>['query']

const ROWS = Array.from({ length: 8 }, (_, row) => row)

/** The shape of a list that is loading. */
export function ListSkeleton() {
  return (
    <div aria-busy="true" className="divide-y overflow-hidden rounded-xl border bg-surface">
      <span className="sr-only">Loading files</span>
      {ROWS.map((row) => (
        <div key={row} className="flex h-14 items-center gap-3 px-4">
          <Skeleton className="size-8 rounded-md" />
          <Skeleton className="w-1/3" />
          <Skeleton className="ml-auto w-16 max-sm:hidden" />
          <Skeleton className="w-24 max-sm:hidden" />
        </div>
      ))}
    </div>
  )
}

/** A list that could not load at all. */
export function ListError({ query }: { query: Query }) {
  return (
    <ErrorState
      title="The list could not load"
      description={messageOf(query.error)}
      requestId={requestIdOf(query.error)}
      onRetry={() => void query.refetch()}
      pending={query.isFetching}
    />
  )
}

/** The end of what is loaded: more comes by itself, unless the last try failed. */
export function ListEnd({ query }: { query: Query }) {
  const more = () => void query.fetchNextPage()
  if (query.isFetchNextPageError) {
    return (
      <div role="alert" className="flex flex-wrap items-center justify-center gap-3 py-4 text-danger">
        {messageOf(query.error)}
        <Button size="sm" onClick={more} pending={query.isFetchingNextPage}>
          Try again
        </Button>
      </div>
    )
  }
  return <InfiniteSentinel onVisible={more} pending={query.isFetchingNextPage} hasMore={query.hasNextPage} />
}
