import { cn } from './cn.ts'

/** A grey shape where something will be. Hidden from screen readers: the list around it is `aria-busy`. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div aria-hidden="true" className={cn('base:h-4 animate-pulse base:rounded-sm bg-sunken', className)} />
  )
}
