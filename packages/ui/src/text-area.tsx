import type { ComponentProps } from 'react'
import { Field, type FieldProps } from './field.tsx'

/** A labelled input of several lines whose hint and error are tied to it. */
export function TextArea({
  label,
  error,
  hint,
  className,
  ...props
}: ComponentProps<'textarea'> & FieldProps) {
  return (
    <Field label={label} error={error} hint={hint} id={props.id} className={className}>
      {(tied) => (
        <textarea
          rows={3}
          {...props}
          {...tied}
          className="w-full resize-y rounded-md border border-line-strong bg-surface px-3 py-2 placeholder:text-ink-muted focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-danger max-sm:text-base"
        />
      )}
    </Field>
  )
}
