import { api } from '@holdall/client/react'
import { formatBytes } from '@holdall/ui/format'
import { ProgressBar } from '@holdall/ui/progress'

/** Shares of the quota from which the bar warns. */
const NEARLY_FULL = 0.8
const FULL = 0.95

/** How much of the quota is taken: what is stored, the trash included, and what is on its way. */
export function UsageMeter({ className }: { className?: string }) {
  const { data: usage } = api.files.usage.useQuery()
  if (!usage) return null
  const taken = usage.storedBytes + usage.pendingBytes
  const share = usage.quotaBytes > 0 ? taken / usage.quotaBytes : 1
  const text = `${formatBytes(taken)} of ${formatBytes(usage.quotaBytes)} used`
  return (
    <div className={className}>
      <p className="mb-1 whitespace-nowrap text-ink-muted text-xs tabular-nums">{text}</p>
      <ProgressBar
        value={share}
        label={`Storage: ${text}`}
        tone={share >= FULL ? 'danger' : share >= NEARLY_FULL ? 'warning' : 'accent'}
        className="h-1"
      />
    </div>
  )
}
