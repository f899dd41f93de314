import { canRetryUpload, messageOf, type UploadReason, uploadReasonOf } from './errors.ts'
import type { StoredFile } from './save-uploads.ts'
import type { UploadOptions } from './upload-options.ts'

/**
 * queued → sending → saving → done, or failed, or cancelled. A failed or cancelled one can be queued again.
 */
export type UploadState = 'queued' | 'sending' | 'saving' | 'done' | 'failed' | 'cancelled'

export type Upload = {
  /** Of this page alone; the server knows nothing of it. */
  readonly id: string
  readonly name: string
  /** Bytes. */
  readonly totalBytes: number
  readonly sentBytes: number
  readonly state: UploadState
  /** Why it failed. */
  readonly error: UploadFault | null
  /** What it became, when done. */
  readonly file: StoredFile | null
}

export type UploadFault = {
  readonly reason: UploadReason | null
  /** A sentence for people. */
  readonly message: string
  /** Whether trying the same file again can succeed. */
  readonly retryable: boolean
}

export type UploadQueue = {
  /** Queues files and returns their ids, in order. */
  add(files: Iterable<File>): string[]
  cancel(id: string): void
  /** Queues a failed or cancelled upload again, from the start. */
  retry(id: string): void
  /** Forgets everything that has ended: done, failed, cancelled. */
  clearEnded(): void
  /** Cancels and forgets everything: another person may sign in next. */
  reset(): void
  /** The same array until something changes. */
  snapshot(): readonly Upload[]
  subscribe(listener: () => void): () => void
}

export type UploadQueueOptions = {
  /** Uploads one file; `uploadFile` of one client, usually. */
  upload: (file: File, options: UploadOptions) => Promise<StoredFile>
  /** Files in flight at once. Browsers open six connections a host: half are left to everything else. */
  concurrency?: number
  onSaved?: (file: StoredFile) => void
  onFailed?: (error: unknown) => void
}

type Entry = { upload: Upload; file: File; controller: AbortController | null }

export function isActive({ state }: Upload): boolean {
  return state === 'queued' || state === 'sending' || state === 'saving'
}

/** A list of uploads that works itself off, a few at a time, whoever is looking at it. */
export function createUploadQueue(options: UploadQueueOptions): UploadQueue {
  const { concurrency = 3 } = options
  const entries = new Map<string, Entry>()
  const listeners = new Set<() => void>()
  let current: readonly Upload[] = []
  let running = 0
  let nextId = 1

  function changed() {
    current = Array.from(entries.values(), ({ upload }) => upload)
    for (const listener of listeners) listener()
  }

  function update(entry: Entry, change: Partial<Upload>) {
    entry.upload = { ...entry.upload, ...change }
    changed()
  }

  function work() {
    for (const entry of entries.values()) {
      if (running >= concurrency) return
      if (entry.upload.state === 'queued') void run(entry)
    }
  }

  async function run(entry: Entry) {
    const controller = new AbortController()
    entry.controller = controller
    running += 1
    update(entry, { state: 'sending', sentBytes: 0, error: null })
    try {
      const file = await options.upload(entry.file, {
        signal: controller.signal,
        onProgress({ phase, sentBytes }) {
          if (entry.controller !== controller || phase === 'done') return
          update(entry, { sentBytes, state: phase === 'saving' ? 'saving' : 'sending' })
        },
      })
      // Saved is saved, even when the person pressed cancel while the answer was on its way.
      update(entry, { state: 'done', sentBytes: entry.upload.totalBytes, file })
      options.onSaved?.(file)
    } catch (error) {
      if (entry.controller === controller && !controller.signal.aborted) {
        update(entry, { state: 'failed', error: faultOf(error) })
        options.onFailed?.(error)
      }
    } finally {
      running -= 1
      work()
    }
  }

  function stop(entry: Entry) {
    update(entry, { state: 'cancelled' })
    entry.controller?.abort()
    entry.controller = null
  }

  return {
    add(files) {
      const ids: string[] = []
      for (const file of files) {
        const id = String(nextId++)
        ids.push(id)
        const upload: Upload = {
          id,
          name: file.name,
          totalBytes: file.size,
          sentBytes: 0,
          state: 'queued',
          error: null,
          file: null,
        }
        entries.set(id, { upload, file, controller: null })
      }
      changed()
      work()
      return ids
    },
    cancel(id) {
      const entry = entries.get(id)
      if (entry && isActive(entry.upload)) stop(entry)
    },
    retry(id) {
      const entry = entries.get(id)
      if (!entry || (entry.upload.state !== 'failed' && entry.upload.state !== 'cancelled')) return
      update(entry, { state: 'queued', sentBytes: 0, error: null })
      work()
    },
    clearEnded() {
      for (const [id, { upload }] of entries) if (!isActive(upload)) entries.delete(id)
      changed()
    },
    reset() {
      for (const { controller } of entries.values()) controller?.abort()
      entries.clear()
      changed()
    },
    snapshot: () => current,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function faultOf(error: unknown): UploadFault {
  return { reason: uploadReasonOf(error), message: messageOf(error), retryable: canRetryUpload(error) }
}
