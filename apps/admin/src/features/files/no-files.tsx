import { Button } from '@holdall/ui/button'
import { EmptyState } from '@holdall/ui/empty-state'
import { Inbox, SearchX } from 'lucide-react'

/** An empty list: because nobody has uploaded anything, or because nothing fits the filters. */
export function NoFiles({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (!filtered) {
    return (
      <EmptyState
        icon={<Inbox />}
        title="Nobody has uploaded a file yet"
        description="Files appear here as soon as somebody saves one."
      />
    )
  }
  return (
    <EmptyState
      icon={<SearchX />}
      title="No file fits"
      description="The search looks at names, object keys and owners."
      action={<Button onClick={onClear}>Clear search and filters</Button>}
    />
  )
}
