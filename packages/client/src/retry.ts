import { isOffline, online } from './connection.ts'

export type RetryPolicy = {
  /** Tries in all, the first one included. */
  attempts: number
  /** Milliseconds to wait before try `attempt + 1`; `attempt` counts from 1. */
  delayMs: (attempt: number) => number
}

const BASE_MS = 500
const CEILING_MS = 15_000

/**
 * Exponential backoff with jitter, so that clients which failed together don't return together:
 * https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 * Half of it is certain, so that the tries together outlast a bucket or a network that is away for a minute.
 */
function backoffMs(attempt: number): number {
  return (0.5 + Math.random() / 2) * Math.min(CEILING_MS, BASE_MS * 2 ** attempt)
}

/** 62 to 124 seconds in all. */
export const DEFAULT_RETRIES: RetryPolicy = { attempts: 12, delayMs: backoffMs }

type Retrying = {
  policy: RetryPolicy
  /** Whether this error may be gone at the next try. */
  passing: (error: unknown) => boolean
  signal?: AbortSignal | undefined
}

/**
 * Runs `work` until it succeeds, fails for good, or the tries are used up; the last error is thrown.
 * While the browser is offline it waits, and no try counts.
 */
export async function retrying<T>(work: () => Promise<T>, { policy, passing, signal }: Retrying): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      // An abort shows up as all kinds of errors; the caller wants the one they gave the signal.
      signal?.throwIfAborted()
      if (!passing(error)) throw error
      if (isOffline()) {
        await online(signal)
        attempt = 0
        continue
      }
      if (attempt >= policy.attempts) throw error
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
