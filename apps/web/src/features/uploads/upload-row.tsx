import { isActive, type Upload, useUploadQueue } from '@holdall/client/react'
import { Button } from '@holdall/ui/button'
import { formatBytes } from '@holdall/ui/format'
import { ProgressBar } from '@holdall/ui/progress'
import { CircleAlert, CircleCheck, CircleSlash, RotateCw, X } from 'lucide-react'
import { memo } from 'react'

/** One upload: its progress, or why it failed, and what can be done about it. */
export const UploadRow = memo(function UploadRow({ upload }: { upload: Upload }) {
  const queue = useUploadQueue()
  const { id, name, state, error } = upload
  const again = state === 'cancelled' || (state === 'failed' && error?.retryable)
  return (
    <li className="flex items-center gap-3 py-2 pr-2 pl-4">
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <StateIcon state={state} />
          <span className="min-w-0 flex-1 truncate" title={name}>
            {name}
          </span>
          <span className="shrink-0 text-ink-muted text-xs tabular-nums">{progressText(upload)}</span>
        </div>
        {isActive(upload) && (
          <ProgressBar value={shareOf(upload)} label={`Uploading ${name}`} className="mt-1.5 h-1" />
        )}
        {error && state === 'failed' && (
          <p className="mt-0.5 text-[0.8125rem] text-danger">{error.message}</p>
        )}
      </div>
      {isActive(upload) && (
        <Button variant="ghost" size="icon" aria-label={`Cancel ${name}`} onClick={() => queue.cancel(id)}>
          <X aria-hidden="true" />
        </Button>
      )}
      {again && (
        <Button variant="ghost" size="icon" aria-label={`Retry ${name}`} onClick={() => queue.retry(id)}>
          <RotateCw aria-hidden="true" />
        </Button>
      )}
    </li>
  )
})

function StateIcon({ state }: { state: Upload['state'] }) {
  if (state === 'done') return <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-accent" />
  if (state === 'failed') return <CircleAlert aria-hidden="true" className="size-4 shrink-0 text-danger" />
  if (state === 'cancelled')
    return <CircleSlash aria-hidden="true" className="size-4 shrink-0 text-ink-muted" />
  return null
}

function shareOf({ state, sentBytes, totalBytes }: Upload): number | null {
  if (state === 'saving') return null
  return totalBytes > 0 ? sentBytes / totalBytes : 0
}

function progressText({ state, sentBytes, totalBytes }: Upload): string {
  if (state === 'queued') return 'Waiting'
  if (state === 'saving') return 'Saving'
  if (state === 'failed') return 'Failed'
  if (state === 'cancelled') return 'Cancelled'
  if (state === 'done') return formatBytes(totalBytes)
  return `${formatBytes(sentBytes)} of ${formatBytes(totalBytes)}`
}
