import { FILE_KINDS } from '@holdall/ui/file-icon'
import { SearchField } from '@holdall/ui/search-field'
import { Select } from '@holdall/ui/select'
import { useDebouncedText } from '@holdall/ui/use-debounced-text'
import { useCallback } from 'react'
import { FilterChip } from '../../shared/filter-chip.tsx'
import { type FilesSearch, orderOf, searchForOrder } from './files-search.ts'

type FilesToolbarProps = {
  search: FilesSearch
  onSearch: (change: FilesSearch, replace?: boolean) => void
  /** What to call the owner that the list is narrowed to. */
  ownerName: string | undefined
  /** On phones: there the table's heads, which sort too, are missing. */
  withSort: boolean
}

const STATES = [
  { value: 'any', label: 'Any' },
  { value: 'stored', label: 'Stored' },
  { value: 'trashed', label: 'Deleted' },
] as const
const KINDS = [{ value: 'all', label: 'All' } as const, ...FILE_KINDS]
const ORDERS = [
  { value: 'uploadedAt desc', label: 'Newest', sort: 'uploadedAt', direction: 'desc' },
  { value: 'uploadedAt asc', label: 'Oldest', sort: 'uploadedAt', direction: 'asc' },
  { value: 'name asc', label: 'Name A to Z', sort: 'name', direction: 'asc' },
  { value: 'name desc', label: 'Name Z to A', sort: 'name', direction: 'desc' },
  { value: 'size desc', label: 'Largest', sort: 'size', direction: 'desc' },
  { value: 'size asc', label: 'Smallest', sort: 'size', direction: 'asc' },
] as const

/** Search, filters and order of the file list; all of it lives in the URL. */
export function FilesToolbar({ search, onSearch, ownerName, withSort }: FilesToolbarProps) {
  const commit = useCallback((q: string) => onSearch({ q: q || undefined }, true), [onSearch])
  const [text, setText] = useDebouncedText(search.q ?? '', commit)
  const { sort, direction } = orderOf(search)
  return (
    <search className="flex flex-wrap items-center gap-2">
      <SearchField
        label="Search files"
        placeholder="Name, object key or owner"
        value={text}
        onChange={setText}
        className="w-full md:w-80"
      />
      <Select
        label="Kind"
        value={search.kind ?? 'all'}
        onChange={(kind) => onSearch({ kind: kind === 'all' ? undefined : kind })}
        options={KINDS}
        className="max-md:flex-1"
      />
      <Select
        label="State"
        value={search.state ?? 'any'}
        onChange={(state) => onSearch({ state: state === 'any' ? undefined : state })}
        options={STATES}
        className="max-md:flex-1"
      />
      {withSort && (
        <Select
          label="Sort"
          value={`${sort} ${direction}` as const}
          onChange={(value) => {
            const order = ORDERS.find((each) => each.value === value)
            if (order) onSearch(searchForOrder(order.sort, order.direction))
          }}
          options={ORDERS}
          className="max-md:w-full"
        />
      )}
      {search.owner && (
        <div className="flex max-w-full max-md:w-full">
          <FilterChip
            name="Owner"
            value={ownerName ?? search.owner}
            onClear={() => onSearch({ owner: undefined })}
          />
        </div>
      )}
    </search>
  )
}
