import { useUploadQueue, useUploads } from '@holdall/client/react'
import { Button } from '@holdall/ui/button'
import { ProgressBar } from '@holdall/ui/progress'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { lazy, Suspense, useId, useState } from 'react'
import { useLeaveWarning } from './leave-warning.ts'
import { shownUploads } from './shown-uploads.ts'
import { TrayActions } from './tray-actions.tsx'
import { UploadAnnouncer } from './upload-announcer.tsx'
import { UploadRow } from './upload-row.tsx'
import { summarize } from './upload-summary.ts'
import { useUnfinished } from './use-unfinished.ts'

/** Rarely needed, so not a part of the first load. */
const UnfinishedUploads = lazy(async () => {
  const loaded = await import('./unfinished-uploads.tsx')
  return { default: loaded.UnfinishedUploads }
})

/**
 * Every upload of this page: on phones above the list, else in the corner across from the toasts, so that
 * neither covers the other.
 */
export function UploadTray() {
  const uploads = useUploads()
  const queue = useUploadQueue()
  const [open, setOpen] = useState(true)
  const listId = useId()
  const { text, share, left, active, paused } = summarize(uploads, queue.bytesPerSecond())
  const { shown, hidden } = shownUploads(uploads)
  const unfinished = useUnfinished(uploads)
  useLeaveWarning(active)
  return (
    <>
      <UploadAnnouncer uploads={uploads} />
      {uploads.length + unfinished.length > 0 && (
        <section
          aria-label="Uploads"
          className="mb-4 overflow-hidden rounded-xl border bg-raised sm:fixed sm:bottom-6 sm:left-6 sm:z-30 sm:mb-0 sm:w-96 sm:animate-appear sm:shadow-raised"
        >
          <div className="flex items-center gap-1 py-2 pr-2 pl-4">
            <h2 className="min-w-0 flex-1 truncate font-semibold tabular-nums">
              {uploads.length > 0 ? [text, left].filter(Boolean).join(', ') : 'Uploads'}
            </h2>
            <Button
              variant="ghost"
              size="icon"
              aria-label={open ? 'Hide uploads' : 'Show uploads'}
              aria-expanded={open}
              aria-controls={listId}
              onClick={() => setOpen(!open)}
            >
              {open ? <ChevronDown aria-hidden="true" /> : <ChevronUp aria-hidden="true" />}
            </Button>
            {uploads.length > 0 && <TrayActions active={active} paused={paused} />}
          </div>
          {active && <ProgressBar value={share} label="All uploads" className="h-0.5 rounded-none" />}
          <div id={listId} hidden={!open}>
            {uploads.length > 0 && (
              <ul className="max-h-64 divide-y overflow-y-auto border-t">
                {shown.map((upload) => (
                  <UploadRow key={upload.id} upload={upload} />
                ))}
                {hidden > 0 && (
                  <li className="px-4 py-2 text-ink-muted">and {hidden.toLocaleString('en')} more</li>
                )}
              </ul>
            )}
            {unfinished.length > 0 && (
              <Suspense>
                <UnfinishedUploads uploads={unfinished} />
              </Suspense>
            )}
          </div>
        </section>
      )}
    </>
  )
}
