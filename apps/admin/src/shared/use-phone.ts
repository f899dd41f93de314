import { useSyncExternalStore } from 'react'

/** Below Tailwind's `md`: a table of six columns has no room there. */
const NARROW = '(width < 48rem)'

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(NARROW)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** True where lists are cards instead of tables. */
export function usePhone(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(NARROW).matches)
}
