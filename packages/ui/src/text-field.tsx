import { type ComponentProps, type ReactNode, useId } from 'react'
import { cn } from './cn.ts'

type TextFieldProps = ComponentProps<'input'> & {
  label: string
  /** What is wrong with the value, in words; read out when it appears. */
  error?: string | null
  hint?: ReactNode
}

/** A labelled one-line input whose hint and error are tied to it. */
export function TextField({ label, error, hint, className, ...props }: TextFieldProps) {
  const fallbackId = useId()
  const id = props.id ?? fallbackId
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={cn('flex flex-col base:gap-1.5', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        type="text"
        {...props}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        className={cn(
          // Below 16 px, iOS zooms the page when a field takes focus.
          'h-9 w-full rounded-md border border-line-strong bg-surface px-3 max-sm:h-11 max-sm:text-base pointer-coarse:h-11',
          'placeholder:text-ink-muted focus-visible:border-accent focus-visible:outline-offset-0',
          'disabled:cursor-not-allowed disabled:opacity-60',
          'aria-invalid:border-danger',
        )}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-[0.8125rem] text-ink-muted">
          {hint}
        </p>
      )}
      {/* The region stands there before the error does, else some screen readers miss it. */}
      <p
        id={`${id}-error`}
        aria-live="polite"
        className={cn('text-[0.8125rem] text-danger', !error && 'sr-only')}
      >
        {error}
      </p>
    </div>
  )
}
