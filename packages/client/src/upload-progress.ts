export type UploadPhase = 'presigning' | 'sending' | 'saving' | 'done'

export type UploadProgress = {
  phase: UploadPhase
  /** Bytes handed to the network, or there before. Never goes down, not even when a try starts over. */
  sentBytes: number
  /** Those of `sentBytes` that an earlier try had sent: they say nothing about the speed of this one. */
  keptBytes: number
  totalBytes: number
}

export type ProgressMeter = {
  enter(phase: UploadPhase): void
  /** So many bytes of this part are sent, in the try that goes on. */
  sent(part: number, bytes: number): void
  /** So many bytes of this part are in the bucket from an earlier time. */
  kept(part: number, bytes: number): void
}

/** Adds parts up to progress that never runs backwards, past the file's size, or twice the same. */
export function createMeter(
  totalBytes: number,
  onProgress: ((progress: UploadProgress) => void) | undefined,
): ProgressMeter {
  const parts = new Map<number, number>()
  let sum = 0
  let keptBytes = 0
  let phase: UploadPhase = 'presigning'
  let last: UploadProgress | null = null

  function report() {
    const all = phase === 'saving' || phase === 'done' ? totalBytes : sum
    const sentBytes = Math.min(totalBytes, Math.max(all, last?.sentBytes ?? 0))
    if (last?.phase === phase && last.sentBytes === sentBytes) return
    last = { phase, sentBytes, keptBytes, totalBytes }
    onProgress?.(last)
  }

  function set(part: number, bytes: number) {
    sum += bytes - (parts.get(part) ?? 0)
    parts.set(part, bytes)
    report()
  }

  return {
    enter(next) {
      phase = next
      report()
    },
    sent: set,
    kept(part, bytes) {
      keptBytes += bytes
      set(part, bytes)
    },
  }
}
