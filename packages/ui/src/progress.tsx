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
  const percent = value === null ? null : Math.min(1, Math.max(0, value)) * 100
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent === null ? undefined : Math.round(percent)}
      className={cn('base:h-1.5 base:w-full overflow-hidden base:rounded-full bg-line', className)}
    >
      <div
        className={cn(
          'h-full rounded-full',
          TONES[tone],
          percent === null ? 'w-2/5 animate-indeterminate' : 'transition-[width] duration-200',
        )}
        style={percent === null ? undefined : { width: `${percent}%` }}
      />
    </div>
  )
}
