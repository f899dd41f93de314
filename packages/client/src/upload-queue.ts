import { coalesce } from './coalesce.ts'
import { canRetryUpload, messageOf, uploadReasonOf } from './errors.ts'
import type { StoredFile } from './save-uploads.ts'
import { createSpeedometer, type Speedometer } from './speedometer.ts'
import { UploadPaused } from './upload-error.ts'
import type { BegunUpload, UploadOptions } from './upload-options.ts'
import type { UploadProgress } from './upload-progress.ts'
import { isOpen, type Upload, type UploadFault, type UploadQueue } from './upload-state.ts'

export type UploadQueueOptions = {
  /** Uploads one file; `uploadFile` of one client, usually. */
  upload: (file: File, options: UploadOptions) => Promise<StoredFile>
  /** Gives up what an upload that isn't running has left in the bucket. */
  discard?: (uploadId: string) => void
  /** Files that are being worked on at once: planned ahead of the line, whose width is not decided here. */
  concurrency?: number
  onSaved?: (file: StoredFile) => void
  onFailed?: (error: unknown) => void
  /** Milliseconds of a clock that never jumps. */
  now?: () => number
}

type Entry = {
  upload: Upload
  file: File
  /** Of the try that goes on. */
  controller: AbortController | null
  /** What to go on with. */
  begun: BegunUpload | null
  /** Bytes that this try has put on the line. */
  carried: number
  speedometer: Speedometer
}

/** Two full calls' worth: while one hundred files are sent, the next are planned. */
const FILES_AT_ONCE = 200
/** Milliseconds between two looks at the queue: thousands of files change far more often. */
const NOTIFY_EVERY = 100

/** A list of uploads that works itself off, whoever is looking at it. */
export function createUploadQueue(options: UploadQueueOptions): UploadQueue {
  const { concurrency = FILES_AT_ONCE, now = () => performance.now() } = options
  const entries = new Map<string, Entry>()
  const listeners = new Set<() => void>()
  const notify = coalesce(() => {
    for (const listener of listeners) listener()
  }, NOTIFY_EVERY)
  const speedometer = createSpeedometer(now)
  let current: readonly Upload[] | null = []
  let carried = 0
  let running = 0
  let nextId = 1

  function changed() {
    current = null
    notify()
  }

  function update(entry: Entry, change: Partial<Upload>) {
    entry.upload = { ...entry.upload, ...change }
    changed()
  }

  function work() {
    if (running === 0) speedometer.restart()
    for (const entry of entries.values()) {
      if (running >= concurrency) return
      if (entry.upload.state === 'queued' && !entry.controller) void run(entry)
    }
  }

  async function run(entry: Entry) {
    const controller = new AbortController()
    const isCurrent = () => entry.controller === controller
    entry.controller = controller
    entry.carried = 0
    entry.speedometer.restart()
    running += 1
    try {
      const file = await options.upload(entry.file, {
        signal: controller.signal,
        ...(entry.begun ? { resume: entry.begun } : {}),
        onBegun(begun) {
          if (!isCurrent()) return
          entry.begun = begun
          update(entry, { uploadId: begun.uploadId })
        },
        onProgress: (progress) => isCurrent() && advance(entry, progress),
      })
      // Saved is saved, even when the person pressed cancel while the answer was on its way.
      if (!isCurrent()) stop(entry, new UploadPaused())
      update(entry, { state: 'done', sentBytes: entry.upload.totalBytes, error: null, file })
      options.onSaved?.(file)
    } catch (error) {
      if (isCurrent() && !controller.signal.aborted) {
        update(entry, { state: 'failed', error: faultOf(error) })
        options.onFailed?.(error)
      }
    } finally {
      if (isCurrent()) entry.controller = null
      running -= 1
      work()
    }
  }

  function advance(entry: Entry, { phase, sentBytes, keptBytes }: UploadProgress) {
    if (phase === 'presigning' || phase === 'done') return
    const sent = sentBytes - keptBytes
    carried += sent - entry.carried
    entry.carried = sent
    speedometer.read(carried)
    entry.speedometer.read(sent)
    update(entry, {
      // What goes on after a pause sends again the parts that were on their way: no reason to run backwards.
      sentBytes: Math.max(entry.upload.sentBytes, sentBytes),
      state: phase,
      bytesPerSecond: entry.speedometer.speed(),
    })
  }

  function add(file: File, begun: (BegunUpload & { name?: string }) | null): string {
    const id = String(nextId++)
    const upload: Upload = {
      id,
      uploadId: begun?.uploadId ?? null,
      name: begun?.name ?? file.name,
      totalBytes: file.size,
      sentBytes: 0,
      bytesPerSecond: null,
      state: 'queued',
      error: null,
      file: null,
    }
    entries.set(id, {
      upload,
      file,
      controller: null,
      begun,
      carried: 0,
      speedometer: createSpeedometer(now),
    })
    return id
  }

  function stop(entry: Entry, reason?: Error) {
    const { controller } = entry
    entry.controller = null
    controller?.abort(reason)
  }

  function cancel(entry: Entry) {
    if (!isOpen(entry.upload)) return
    if (!entry.controller && entry.begun) options.discard?.(entry.begun.uploadId)
    entry.begun = null
    update(entry, { state: 'cancelled', bytesPerSecond: null })
    stop(entry)
  }

  function pause(entry: Entry) {
    if (entry.upload.state !== 'queued' && entry.upload.state !== 'sending') return
    update(entry, { state: 'paused', bytesPerSecond: null })
    stop(entry, new UploadPaused())
  }

  function queueAgain(entry: Entry) {
    const sentBytes = entry.begun ? entry.upload.sentBytes : 0
    update(entry, { state: 'queued', sentBytes, bytesPerSecond: null, error: null })
  }

  function resume(entry: Entry) {
    if (entry.upload.state === 'paused') queueAgain(entry)
  }

  function retry(entry: Entry) {
    if (entry.upload.state === 'failed' || entry.upload.state === 'cancelled') queueAgain(entry)
  }

  /** Does it to one upload, or to all without an id. */
  function each(act: (entry: Entry) => void) {
    return (id?: string) => {
      const one = id === undefined ? undefined : entries.get(id)
      const chosen = id === undefined ? [...entries.values()] : one ? [one] : []
      for (const entry of chosen) act(entry)
      work()
    }
  }

  return {
    add(files) {
      const ids = Array.from(files, (file) => add(file, null))
      changed()
      work()
      return ids
    },
    goOn(begun, file) {
      const id = add(file, begun)
      changed()
      work()
      return id
    },
    cancel: each(cancel),
    pause: each(pause),
    resume: each(resume),
    retry: each(retry),
    clearEnded() {
      for (const [id, { upload }] of entries) if (!isOpen(upload)) entries.delete(id)
      changed()
    },
    reset() {
      const all = [...entries.values()]
      entries.clear()
      // What they had sent stays theirs, to go on with when they are back.
      for (const entry of all) stop(entry, new UploadPaused())
      changed()
    },
    bytesPerSecond: () => (running > 0 ? speedometer.speed() : null),
    snapshot() {
      current ??= Array.from(entries.values(), ({ upload }) => upload)
      return current
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function faultOf(error: unknown): UploadFault {
  return { reason: uploadReasonOf(error), message: messageOf(error), retryable: canRetryUpload(error) }
}
