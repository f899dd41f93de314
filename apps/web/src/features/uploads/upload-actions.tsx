import { isOpen, type Upload, useUploadQueue } from '@holdall/client/react'
import { Button } from '@holdall/ui/button'
import { Pause, Play, RotateCw, X } from 'lucide-react'
import type { ReactNode } from 'react'

/** What can be done about one upload. */
export function UploadActions({ upload }: { upload: Upload }) {
  const queue = useUploadQueue()
  const { id, name, state, error } = upload
  const again = state === 'cancelled' || (state === 'failed' && error?.retryable)
  return (
    <>
      {(state === 'queued' || state === 'sending') && (
        <Action label={`Pause ${name}`} onClick={() => queue.pause(id)}>
          <Pause aria-hidden="true" />
        </Action>
      )}
      {state === 'paused' && (
        <Action label={`Resume ${name}`} onClick={() => queue.resume(id)}>
          <Play aria-hidden="true" />
        </Action>
      )}
      {again && (
        <Action label={`Retry ${name}`} onClick={() => queue.retry(id)}>
          <RotateCw aria-hidden="true" />
        </Action>
      )}
      {isOpen(upload) && (
        <Action label={`Cancel ${name}`} onClick={() => queue.cancel(id)}>
          <X aria-hidden="true" />
        </Action>
      )}
    </>
  )
}

function Action({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Button variant="ghost" size="icon" aria-label={label} onClick={onClick}>
      {children}
    </Button>
  )
}
