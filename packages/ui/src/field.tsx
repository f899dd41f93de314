import { type ReactNode, useId } from 'react'
import { cn } from './cn.ts'

/** What every labelled input takes besides the native attributes. */
export type FieldProps = {
  label: string
  /** What is wrong with the value, in words; read out when it appears. */
  error?: string | null
  hint?: ReactNode
}

/** What ties the input itself to its label, hint and error. */
type Tied = { id: string; 'aria-invalid': true | undefined; 'aria-describedby': string | undefined }

type FrameProps = FieldProps & { id?: string; className?: string; children: (tied: Tied) => ReactNode }

/** The label above an input, and the hint and error below it. */
export function Field({ label, error, hint, id: givenId, className, children }: FrameProps) {
  const fallbackId = useId()
  const id = givenId ?? fallbackId
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={cn('flex flex-col base:gap-1.5', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': described || undefined })}
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
