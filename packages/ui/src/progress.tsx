import { Progress } from 'radix-ui'
import { cn } from './cn.ts'

type ProgressBarProps = {
  /** 0 to 1; null while nobody can tell. */
  value: number | null
  /** What progresses: "Uploading report.pdf". */
  label: string
  tone?: 'accent' | 'warning' | 'danger'
  className?: string
}

const TONES = { accent: 'bg-accent', warning: 'bg-warning', danger: 'bg-danger' } as const

/** How far something is. */
export function ProgressBar({ value, label, tone = 'accent', className }: ProgressBarProps) {
  const share = value === null ? null : Math.min(1, Math.max(0, value))
  return (
    <Progress.Root
      aria-label={label}
      value={share === null ? null : Math.round(share * 100)}
      className={cn('h-1.5 w-full overflow-hidden rounded-full bg-line', className)}
    >
      <Progress.Indicator
        className={cn(
          'h-full rounded-full',
          TONES[tone],
          share === null ? 'w-2/5 animate-indeterminate' : 'transition-[width] duration-200',
        )}
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </Progress.Root>
  )
}
