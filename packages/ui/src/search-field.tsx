import { Search, X } from 'lucide-react'
import { type ComponentProps, useRef } from 'react'
import { cn } from './cn.ts'

type SearchFieldProps = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type'> & {
  label: string
  value: string
  onChange: (value: string) => void
  /** Defaults to `onChange('')`. */
  onClear?: () => void
}

/** A search box: Escape and the cross empty it and leave the focus in it. */
export function SearchField({ label, value, onChange, onClear, className, ...props }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  function clear(): void {
    if (onClear) onClear()
    else onChange('')
    input.current?.focus()
  }
  return (
    <div className={cn('relative base:flex min-w-0 items-center', className)}>
      <Search aria-hidden="true" className="pointer-events-none absolute left-2.5 size-4 text-ink-muted" />
      <input
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        {...props}
        ref={input}
        type="search"
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return
          event.preventDefault()
          clear()
        }}
        className={cn(
          'h-9 w-full min-w-0 rounded-md border border-line bg-sunken pr-9 pl-8 max-sm:h-11 max-sm:text-base pointer-coarse:h-11',
          'placeholder:text-ink-muted focus-visible:bg-surface focus-visible:outline-offset-0',
          '[&::-webkit-search-cancel-button]:hidden',
        )}
      />
      {value !== '' && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={clear}
          className="absolute right-0 grid h-full w-9 place-items-center rounded-md text-ink-muted hover:text-ink max-sm:w-11"
        >
          <X aria-hidden="true" className="size-4" />
        </button>
      )}
    </div>
  )
}
