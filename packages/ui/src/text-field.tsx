import type { ComponentProps } from 'react'
import { Field, type FieldProps } from './field.tsx'

/** A labelled one-line input whose hint and error are tied to it. */
export function TextField({ label, error, hint, className, ...props }: ComponentProps<'input'> & FieldProps) {
  return (
    <Field label={label} error={error} hint={hint} id={props.id} className={className}>
      {(tied) => (
        <input
          type="text"
          {...props}
          {...tied}
          // Below 16 px, iOS zooms the page when a field takes focus.
          className="h-9 w-full rounded-md border border-line-strong bg-surface px-3 placeholder:text-ink-muted focus-visible:border-accent focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-danger pointer-coarse:h-11 max-sm:h-11 max-sm:text-base"
        />
      )}
    </Field>
  )
}
