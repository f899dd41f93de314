import { RotateCw, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { cn } from './cn.ts'

type ErrorStateProps = {
  title: string
  description?: ReactNode
  onRetry?: () => void
  /** A retry is under way. */
  pending?: boolean
  /** What the server's log knows this failure by. */
  requestId?: string | null
  className?: string
}

/** Something failed: what, what to do, and the id to quote when reporting it. */
export function ErrorState({ title, description, onRetry, pending, requestId, className }: ErrorStateProps) {
  return (
    <div
      role="alert"
      className={cn('flex flex-col items-center gap-4 base:px-6 base:py-16 text-center', className)}
    >
      <div
        aria-hidden="true"
        className="grid size-12 place-items-center rounded-full bg-danger-soft text-danger [&_svg]:size-5"
      >
        <TriangleAlert />
      </div>
      <div className="flex max-w-md flex-col gap-1">
        <h2 className="text-balance font-semibold text-base">{title}</h2>
        {description && <p className="text-pretty text-ink-muted">{description}</p>}
      </div>
      {onRetry && (
        <Button onClick={onRetry} pending={pending}>
          {!pending && <RotateCw aria-hidden="true" />}
          Try again
        </Button>
      )}
      {requestId && (
        <p className="text-ink-muted text-xs">
          Request id <code className="select-all break-all">{requestId}</code>
        </p>
      )}
    </div>
  )
}
