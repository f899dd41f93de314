export type KeyedLock = <T>(key: string, run: () => Promise<T>) => Promise<T>

/** Runs that share a key come one after the other, in the order they asked; a key in no use costs nothing. */
export function createKeyedLock(): KeyedLock {
  const tails = new Map<string, Promise<unknown>>()
  return function locked(key, run) {
    const before = tails.get(key) ?? Promise.resolve()
    const result = before.then(run, run)
    const tail: Promise<unknown> = result
      .catch(() => undefined)
      .finally(() => {
        if (tails.get(key) === tail) tails.delete(key)
      })
    tails.set(key, tail)
    return result
  }
}
