import { useEffect } from 'react'

/** Milliseconds within which following a download link is no attempt to leave. */
const GRACE = 2000
let downloadedAt = Number.NEGATIVE_INFINITY

/** Opens a presigned download. The bucket answers with an attachment, so the page stays where it is. */
export function followDownload(url: string): void {
  // Browsers ask before every navigation, also before one that turns out to be a download.
  downloadedAt = performance.now()
  const link = document.createElement('a')
  link.href = url
  link.rel = 'noreferrer'
  link.click()
}

/** While `active`, the browser asks before the page is closed or reloaded. */
export function useLeaveWarning(active: boolean): void {
  useEffect(() => {
    if (!active) return
    function warn(event: BeforeUnloadEvent) {
      if (performance.now() - downloadedAt > GRACE) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [active])
}
