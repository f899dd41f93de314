/** Runs work, so many at once; what waits goes by `priority`, the lowest first, then in order of arrival. */
export type Limiter = <T>(priority: number, work: () => Promise<T>, signal?: AbortSignal) => Promise<T>

type Waiting = { priority: number; go: () => void }

/** Makes a `Limiter` with its own `slots`. Work whose signal aborts while it waits is never begun. */
export function createLimiter(slots: number): Limiter {
  const waiting: Waiting[] = []
  let free = slots

  function take(priority: number, signal: AbortSignal | undefined): Promise<void> {
    if (free > 0) {
      free -= 1
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      function stop() {
        waiting.splice(waiting.indexOf(entry), 1)
        reject(signal?.reason)
      }
      const entry = {
        priority,
        go() {
          signal?.removeEventListener('abort', stop)
          resolve()
        },
      }
      const after = waiting.findIndex((other) => other.priority > priority)
      waiting.splice(after < 0 ? waiting.length : after, 0, entry)
      signal?.addEventListener('abort', stop, { once: true })
    })
  }

  return async (priority, work, signal) => {
    signal?.throwIfAborted()
    await take(priority, signal)
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next.go()
      else free += 1
    }
  }
}
