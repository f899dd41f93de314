import { isOpen, type Upload } from '@holdall/client/react'
import { formatBytes } from '@holdall/ui/format'
import { ProgressBar } from '@holdall/ui/progress'
import { CircleAlert, CircleCheck, CirclePause, CircleSlash } from 'lucide-react'
import { memo } from 'react'
import { timeLeft } from './time-left.ts'
import { UploadActions } from './upload-actions.tsx'

/** One upload: its progress, or why it failed, and what can be done about it. */
export const UploadRow = memo(function UploadRow({ upload }: { upload: Upload }) {
  const { name, state, error } = upload
  const left =
    state === 'sending' ? timeLeft(upload.totalBytes - upload.sentBytes, upload.bytesPerSecond) : null
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
        {isOpen(upload) && (
          <ProgressBar value={shareOf(upload)} label={`Uploading ${name}`} className="mt-1.5 h-1" />
        )}
        {left && upload.bytesPerSecond !== null && (
          <p className="mt-0.5 text-ink-muted text-xs tabular-nums">
            {formatBytes(upload.bytesPerSecond)}/s, {left}
          </p>
        )}
        {error && state === 'failed' && (
          <p className="mt-0.5 text-[0.8125rem] text-danger">{error.message}</p>
        )}
      </div>
      <UploadActions upload={upload} />
    </li>
  )
})

function StateIcon({ state }: { state: Upload['state'] }) {
  if (state === 'done') return <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-accent" />
  if (state === 'failed') return <CircleAlert aria-hidden="true" className="size-4 shrink-0 text-danger" />
  if (state === 'paused') return <CirclePause aria-hidden="true" className="size-4 shrink-0 text-ink-muted" />
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
  if (state === 'paused') return `Paused at ${formatBytes(sentBytes)} of ${formatBytes(totalBytes)}`
  if (state === 'done') return formatBytes(totalBytes)
  return `${formatBytes(sentBytes)} of ${formatBytes(totalBytes)}`
}
