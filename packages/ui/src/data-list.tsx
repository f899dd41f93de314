import { useEffect, useRef } from 'react'
import { Button } from './button.tsx'

type InfiniteSentinelProps = {
  /** Load the next page. */
  onVisible: () => void
  pending: boolean
  hasMore: boolean
}

/** How far below the screen's edge the next page is asked for, so that scrolling rarely meets the end. */
const AHEAD = '600px'

/** The end of a loaded list: loads more when it nears the screen, or when its button is pressed. */
export function InfiniteSentinel({ onVisible, pending, hasMore }: InfiniteSentinelProps) {
  const end = useRef<HTMLDivElement>(null)
  const load = useRef(onVisible)
  useEffect(() => {
    load.current = onVisible
  })
  // Observed anew after each page: an observer reports changes only, and a short page leaves the end in view.
  useEffect(() => {
    if (!end.current || !hasMore || pending) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) load.current()
      },
      { rootMargin: AHEAD },
    )
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [hasMore, pending])
  return (
    <div ref={end} className="flex justify-center py-4">
      {hasMore && (
        <Button size="sm" variant="ghost" pending={pending} onClick={onVisible}>
          {pending ? 'Loading more' : 'Load more'}
        </Button>
      )}
    </div>
  )
}
