import { cn } from '@holdall/ui/cn'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type FileView, orderOf, type Sort, sortBy } from './file-view.ts'

type SortHeaderProps = {
  column: Sort
  label: string
  view: FileView
  onChange: (view: FileView) => void
  className?: string
}

/** A column's header that sorts by it. */
export function SortHeader({ column, label, view, onChange, className }: SortHeaderProps) {
  const { sort, direction } = orderOf(view)
  const active = sort === column
  const Arrow = direction === 'asc' ? ArrowUp : ArrowDown
  return (
    <th
      scope="col"
      aria-sort={active ? (direction === 'asc' ? 'ascending' : 'descending') : undefined}
      className={cn('px-2 font-medium', className)}
    >
      <button
        type="button"
        onClick={() => onChange(sortBy(view, column))}
        className={cn(
          'inline-flex h-10 items-center gap-1 rounded-sm hover:text-ink',
          active ? 'text-ink' : 'text-ink-muted',
        )}
      >
        {label}
        <Arrow aria-hidden="true" className={cn('size-3.5', !active && 'invisible')} />
      </button>
    </th>
  )
}
