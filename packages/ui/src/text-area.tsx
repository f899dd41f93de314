import { type ComponentProps, type ReactNode, useId } from 'react'
import { cn } from './cn.ts'

type TextAreaProps = ComponentProps<'textarea'> & {
  label: string
  /** What is wrong with the value, in words; read out when it appears. */
  error?: string | null
  hint?: ReactNode
}

/** A labelled input of several lines whose hint and error are tied to it. */
export function TextArea({ label, error, hint, className, ...props }: TextAreaProps) {
  const fallbackId = useId()
  const id = props.id ?? fallbackId
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <textarea
        rows={3}
        {...props}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        className={cn(
          'w-full resize-y rounded-md border border-line-strong bg-surface px-3 py-2 max-sm:text-base',
          'placeholder:text-ink-muted focus-visible:border-accent focus-visible:outline-offset-0',
          'aria-invalid:border-danger',
        )}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-[0.8125rem] text-ink-muted">
          {hint}
        </p>
      )}
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
