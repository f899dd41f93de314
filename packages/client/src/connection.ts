/** True when the browser knows that it has no network. Where nobody knows (Node), false. */
export function isOffline(): boolean {
  const navigator: { onLine?: boolean } | undefined = globalThis.navigator
  return navigator?.onLine === false && typeof globalThis.addEventListener === 'function'
}

/** Resolves once the browser is online (again); rejects with the signal's reason. */
export function online(signal: AbortSignal | undefined): Promise<void> {
  if (!isOffline()) return Promise.resolve()
  return new Promise((resolve, reject) => {
    function end() {
      globalThis.removeEventListener('online', back)
      signal?.removeEventListener('abort', stop)
    }
    function back() {
      end()
      resolve()
    }
    function stop() {
      end()
      reject(signal?.reason)
    }
    globalThis.addEventListener('online', back)
    signal?.addEventListener('abort', stop)
  })
}
