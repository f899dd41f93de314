import type { ReactNode } from 'react'
import { cn } from './cn.ts'

type EmptyStateProps = {
  icon?: ReactNode
  title: string
  description?: ReactNode
  /** What to do about it. */
  action?: ReactNode
  className?: string
}

/** Nothing here, and what to do about it. */
export function EmptyState({ icon, title, description, action, className }: EmptyStateProps) {
  return (
    <div className={cn('flex flex-col items-center gap-4 base:px-6 base:py-16 text-center', className)}>
      {icon && (
        <div
          aria-hidden="true"
          className="grid size-12 place-items-center rounded-full bg-sunken text-ink-muted [&_svg]:size-5"
        >
          {icon}
        </div>
      )}
      <div className="flex max-w-md flex-col gap-1">
        <h2 className="text-balance font-semibold text-base">{title}</h2>
        {description && <p className="text-pretty text-ink-muted">{description}</p>}
      </div>
      {action}
    </div>
  )
}
