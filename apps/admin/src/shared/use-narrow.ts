import { useSyncExternalStore } from 'react'

/** Below this a table of six columns has no room. */
const NARROW = '(width < 60rem)'

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(NARROW)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** True where lists are cards instead of tables. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(NARROW).matches)
}
