import { FILE_KINDS, type FileIconKind } from '@holdall/ui/file-icon'
import { Select } from '@holdall/ui/select'
import { UploadButton } from '../uploads/upload-button.tsx'
import { type Direction, type FileView, orderOf, type Sort } from './file-view.ts'

const ANY_KIND = { value: 'any', label: 'All' } as const
const KINDS = [ANY_KIND, ...FILE_KINDS]

const ORDERS: readonly { value: `${Sort} ${Direction}`; label: string }[] = [
  { value: 'uploadedAt desc', label: 'Newest first' },
  { value: 'uploadedAt asc', label: 'Oldest first' },
  { value: 'name asc', label: 'Name, A to Z' },
  { value: 'name desc', label: 'Name, Z to A' },
  { value: 'size desc', label: 'Largest first' },
  { value: 'size asc', label: 'Smallest first' },
]

/** The page's title, what narrows and orders the list, and the way to add to it. */
export function FileToolbar({ view, onChange }: { view: FileView; onChange: (view: FileView) => void }) {
  const { sort, direction } = orderOf(view)
  function filter(kind: FileIconKind | 'any') {
    onChange({ ...view, kind: kind === 'any' ? undefined : kind })
  }
  function order(value: string) {
    const [nextSort, dir] = value.split(' ')
    onChange({ ...view, sort: nextSort as Sort, dir: dir as Direction })
  }
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      <h1 className="mr-auto font-semibold text-lg tracking-tight max-sm:flex-1">Files</h1>
      <div className="flex gap-2 max-sm:order-last max-sm:w-full">
        <Select
          label="Kind"
          value={view.kind ?? 'any'}
          onChange={filter}
          options={KINDS}
          className="max-sm:flex-1"
        />
        {/* Phones have no column headers to sort by. */}
        <Select
          label="Sort"
          value={`${sort} ${direction}`}
          onChange={order}
          options={ORDERS}
          className="flex-1 sm:hidden"
        />
      </div>
      <UploadButton />
    </div>
  )
}
