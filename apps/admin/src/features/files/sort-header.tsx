import { cn } from '@holdall/ui/cn'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { Direction, FileSort } from './files-search.ts'

type SortHeaderProps = {
  label: string
  column: FileSort
  order: { sort: FileSort; direction: Direction }
  onToggle: (column: FileSort) => void
  className?: string
}

/** A column's head that sorts by it; a second press turns the order round. */
export function SortHeader({ label, column, order, onToggle, className }: SortHeaderProps) {
  const active = order.sort === column
  const Arrow = order.direction === 'asc' ? ArrowUp : ArrowDown
  return (
    <th
      scope="col"
      aria-sort={active ? (order.direction === 'asc' ? 'ascending' : 'descending') : 'none'}
      className={cn('font-medium', className)}
    >
      <button
        type="button"
        onClick={() => onToggle(column)}
        className={cn(
          'group inline-flex h-10 items-center gap-1 rounded-sm hover:text-ink',
          active && 'text-ink',
        )}
      >
        {label}
        <Arrow
          aria-hidden="true"
          className={cn(
            'size-3.5',
            !active && 'opacity-0 group-hover:opacity-50 group-focus-visible:opacity-50',
          )}
        />
      </button>
    </th>
  )
}
