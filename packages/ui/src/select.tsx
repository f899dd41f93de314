import { ChevronDown } from 'lucide-react'
import { type ChangeEvent, useId } from 'react'
import { cn } from './cn.ts'

type SelectProps<T extends string> = {
  label: string
  value: T
  onChange: (value: T) => void
  options: readonly { value: T; label: string }[]
  className?: string
  disabled?: boolean
}

/** A compact choice of one, with its label inside the frame. Native: phones show their own picker. */
export function Select<T extends string>({ label, value, onChange, options, ...props }: SelectProps<T>) {
  const id = useId()
  function choose(event: ChangeEvent<HTMLSelectElement>): void {
    const chosen = options.find((option) => option.value === event.target.value)
    if (chosen) onChange(chosen.value)
  }
  return (
    <div
      className={cn(
        'relative inline-flex h-9 min-w-0 items-center rounded-md border border-line bg-surface max-sm:h-11 pointer-coarse:h-11',
        'hover:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-accent',
        props.className,
      )}
    >
      <label htmlFor={id} className="pointer-events-none pl-3 text-ink-muted">
        {label}
      </label>
      <select
        id={id}
        value={value}
        disabled={props.disabled}
        onChange={choose}
        className="h-full min-w-0 flex-1 appearance-none truncate rounded-md bg-transparent pr-8 pl-1.5 font-medium outline-none [&_option]:bg-raised [&_option]:text-ink"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute right-2.5 size-4 text-ink-muted"
      />
    </div>
  )
}
