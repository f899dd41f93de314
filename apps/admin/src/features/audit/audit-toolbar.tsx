import { Button } from '@holdall/ui/button'
import { SearchField } from '@holdall/ui/search-field'
import { Select } from '@holdall/ui/select'
import { useDebouncedText } from '@holdall/ui/use-debounced-text'
import { RotateCw } from 'lucide-react'
import { useCallback } from 'react'
import { FilterChip } from '../../shared/filter-chip.tsx'
import { ACTIONS, type AuditSearch } from './audit-search.ts'
import { actionLabel } from './words.ts'

type AuditToolbarProps = {
  search: AuditSearch
  onSearch: (change: AuditSearch, replace?: boolean) => void
  /** What to call the people that the log is narrowed to. */
  names: { owner: string | undefined; actor: string | undefined }
  onRefresh: () => void
  refreshing: boolean
}

const OPTIONS = [
  { value: 'all', label: 'All' } as const,
  ...ACTIONS.map((action) => ({ value: action, label: actionLabel(action) })),
]

/** The audit log's filters, all in the URL. People are chosen from the events themselves. */
export function AuditToolbar({ search, onSearch, names, onRefresh, refreshing }: AuditToolbarProps) {
  const commit = useCallback((id: string) => onSearch({ targetId: id || undefined }, true), [onSearch])
  const [text, setText] = useDebouncedText(search.targetId ?? '', commit)
  return (
    <search className="flex flex-wrap items-center gap-2">
      <SearchField label="File or upload id" value={text} onChange={setText} className="w-full md:w-80" />
      <Select
        label="Action"
        value={search.action ?? 'all'}
        onChange={(action) => onSearch({ action: action === 'all' ? undefined : action })}
        options={OPTIONS}
        className="max-md:flex-1"
      />
      <Button onClick={onRefresh} pending={refreshing} className="md:order-last md:ml-auto">
        {!refreshing && <RotateCw aria-hidden="true" />}
        Refresh
      </Button>
      <div className="flex max-w-full flex-wrap gap-2 empty:hidden max-md:w-full">
        {search.actorId && (
          <FilterChip
            name="By"
            value={names.actor ?? search.actorId}
            onClear={() => onSearch({ actorId: undefined })}
          />
        )}
        {search.ownerId && (
          <FilterChip
            name="Owner"
            value={names.owner ?? search.ownerId}
            onClear={() => onSearch({ ownerId: undefined })}
          />
        )}
      </div>
    </search>
  )
}
