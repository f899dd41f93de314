import type { ReactNode } from 'react'
import { cn } from './cn.ts'

const TONES = {
  neutral: 'bg-sunken text-ink-muted',
  accent: 'bg-accent-soft text-accent',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
} as const

type BadgeProps = { tone?: keyof typeof TONES; children: ReactNode; className?: string }

/** A word about a thing's state. The word carries the meaning, the colour only helps. */
export function Badge({ tone = 'neutral', children, className }: BadgeProps) {
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1 whitespace-nowrap rounded-full base:px-2 base:py-0.5 font-medium text-xs [&_svg]:size-3',
        TONES[tone],
        className,
      )}
    >
      {children}
    </span>
  )
}
