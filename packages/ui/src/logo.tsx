import { cn } from './cn.ts'

/** Holdall's mark: a bag seen from the front. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" className={cn('base:size-6 shrink-0', className)}>
      <path
        d="M8.5 9V7a3.5 3.5 0 0 1 7 0v2"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <rect x="2" y="8.5" width="20" height="12.5" rx="4" fill="currentColor" />
      <path
        d="M6.5 13.5h11"
        fill="none"
        stroke="var(--color-surface)"
        strokeWidth="1.75"
        strokeLinecap="round"
      />
    </svg>
  )
}
