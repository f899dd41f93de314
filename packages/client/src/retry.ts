export type RetryPolicy = {
  /** Tries in all, the first one included. */
  attempts: number
  /** Milliseconds to wait before try `attempt + 1`; `attempt` counts from 1. */
  delayMs: (attempt: number) => number
}

const BASE_MS = 500
const CEILING_MS = 15_000

/**
 * Exponential backoff with full jitter, so that clients which failed together don't return together:
 * https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
function backoffMs(attempt: number): number {
  return Math.random() * Math.min(CEILING_MS, BASE_MS * 2 ** attempt)
}

export const DEFAULT_RETRIES: RetryPolicy = { attempts: 6, delayMs: backoffMs }

type Retrying = {
  policy: RetryPolicy
  /** Whether this error may be gone at the next try. */
  passing: (error: unknown) => boolean
  signal?: AbortSignal | undefined
}

/** Runs `work` until it succeeds, fails for good, or the tries are used up; the last error is thrown. */
export async function retrying<T>(work: () => Promise<T>, { policy, passing, signal }: Retrying): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      // An abort shows up as all kinds of errors; the caller wants the one they gave the signal.
      signal?.throwIfAborted()
      if (attempt >= policy.attempts || !passing(error)) throw error
      await pause(policy.delayMs(attempt), signal)
    }
  }
}

/** Resolves after so many milliseconds; rejects with the signal's reason when aborted before. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    function stop() {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })
}

/** `promise`, or the signal's reason as soon as it aborts: a batched request lives on for its other callers. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    function stop() {
      reject(signal?.reason)
    }
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
