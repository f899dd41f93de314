import { useUploadQueue } from '@holdall/client/react'
import { Button } from '@holdall/ui/button'
import { Pause, Play, X } from 'lucide-react'

/** What can be done about all uploads at once. */
export function TrayActions({ active, paused }: { active: boolean; paused: boolean }) {
  const queue = useUploadQueue()
  return (
    <>
      {active && (
        <Button variant="ghost" size="icon" aria-label="Pause all uploads" onClick={() => queue.pause()}>
          <Pause aria-hidden="true" />
        </Button>
      )}
      {!active && paused && (
        <Button variant="ghost" size="icon" aria-label="Resume all uploads" onClick={() => queue.resume()}>
          <Play aria-hidden="true" />
        </Button>
      )}
      {active || paused ? (
        <Button variant="ghost" size="icon" aria-label="Cancel all uploads" onClick={() => queue.cancel()}>
          <X aria-hidden="true" />
        </Button>
      ) : (
        <Button variant="ghost" size="icon" aria-label="Clear uploads" onClick={queue.clearEnded}>
          <X aria-hidden="true" />
        </Button>
      )}
    </>
  )
}
