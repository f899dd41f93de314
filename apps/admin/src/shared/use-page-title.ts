import { useEffect } from 'react'

/** Names the browser's tab, and with it the entry in its history. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Holdall Admin`
  }, [title])
}
