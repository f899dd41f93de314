import { X } from 'lucide-react'

/** A filter in force that no field shows, and the way to lift it. */
export function FilterChip({ name, value, onClear }: { name: string; value: string; onClear: () => void }) {
  return (
    <button
      type="button"
      onClick={onClear}
      className="inline-flex h-9 max-w-full items-center gap-1.5 rounded-md bg-accent-soft px-3 text-accent hover:bg-sunken max-sm:h-11 pointer-coarse:h-11"
    >
      <span>
        <span className="sr-only">Remove the filter </span>
        {name}
      </span>
      <strong className="truncate font-medium">{value}</strong>
      <X aria-hidden="true" className="size-4 shrink-0" />
    </button>
  )
}
