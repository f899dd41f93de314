import type { UploadReason } from './errors.ts'
import type { StoredFile } from './save-uploads.ts'
import type { BegunUpload } from './upload-options.ts'

/**
 * queued → sending → saving → done, or failed, or cancelled. What is queued or sending can be paused; a
 * paused, failed or cancelled one can be queued again.
 */
export type UploadState = 'queued' | 'sending' | 'saving' | 'paused' | 'done' | 'failed' | 'cancelled'

export type Upload = {
  /** Of this page alone. */
  readonly id: string
  /** The server's, once it has planned the upload. */
  readonly uploadId: string | null
  readonly name: string
  /** Bytes. */
  readonly totalBytes: number
  readonly sentBytes: number
  /** Over the last seconds; null while nobody can tell. */
  readonly bytesPerSecond: number | null
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

/** Those that take an id do it to every upload it applies to when they get none. */
export type UploadQueue = {
  /** Queues files and returns their ids, in order. */
  add(files: Iterable<File>): string[]
  /** Queues the file of an upload that began at another time, or on another device, under its own name. */
  goOn(begun: BegunUpload & { name?: string }, file: File): string
  /** Gives uploads up, with what the bucket has of them. */
  cancel(id?: string): void
  /** Stops uploads for now; what has been sent stays in the bucket. */
  pause(id?: string): void
  /** Queues paused uploads again, to go on where they were. */
  resume(id?: string): void
  /** Queues failed and cancelled uploads again: those in parts go on where they were, others start over. */
  retry(id?: string): void
  /** Forgets everything that has ended: done, failed, cancelled. */
  clearEnded(): void
  /** Stops and forgets everything: another person may sign in next. */
  reset(): void
  /** Of everything together, over the last seconds; null while nobody can tell. */
  bytesPerSecond(): number | null
  /** The same array until something changes. */
  snapshot(): readonly Upload[]
  /** Calls the listener at once, then at most ten times a second. */
  subscribe(listener: () => void): () => void
}

/** It is going on, or will by itself. */
export function isActive({ state }: Upload): boolean {
  return state === 'queued' || state === 'sending' || state === 'saving'
}

/** It has not ended yet. */
export function isOpen(upload: Upload): boolean {
  return upload.state === 'paused' || isActive(upload)
}
