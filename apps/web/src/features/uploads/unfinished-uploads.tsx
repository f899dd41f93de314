import { UnfinishedRow } from './unfinished-row.tsx'
import type { Unfinished } from './use-unfinished.ts'

/** What was begun before the page was loaded, or on another device, and waits for its file. */
export function UnfinishedUploads({ uploads }: { uploads: readonly Unfinished[] }) {
  return (
    <div className="border-t">
      <h3 className="px-4 pt-2 font-semibold text-ink-muted text-xs">
        Unfinished: choose the same file to go on
      </h3>
      <ul aria-label="Unfinished uploads" className="max-h-48 divide-y overflow-y-auto">
        {uploads.map((upload) => (
          <UnfinishedRow key={upload.uploadId} upload={upload} />
        ))}
      </ul>
    </div>
  )
}
