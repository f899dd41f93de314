import { type FocusEvent, type RefObject, useEffect, useRef, useState } from 'react'

/**
 * The keyboard's way to the toasts and back: Alt+T goes to the newest one's first button, and when the
 * focused toast is gone, the focus returns to where it was before.
 * @param toasts changes whenever the toasts do
 * @returns whether somebody points at the toasts or has the focus in them, and the region's handlers
 */
export function useToastFocus(region: RefObject<HTMLElement | null>, toasts: readonly unknown[]) {
  const [held, setHeld] = useState(false)
  const cameFrom = useRef<HTMLElement | null>(null)

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      // By its place on the keyboard: with Alt, a Mac types another letter.
      if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== 'KeyT') return
      const button = region.current?.querySelector<HTMLElement>('li:last-child button')
      if (!button) return
      event.preventDefault()
      button.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [region])

  useEffect(() => {
    const element = region.current
    // A button that vanishes under the pointer or with the focus tells nobody that it was left.
    setHeld(toasts.length > 0 && Boolean(element?.matches(':hover, :focus-within')))
    if (cameFrom.current === null || document.activeElement !== document.body) return
    cameFrom.current.focus()
    cameFrom.current = null
  }, [toasts, region])

  function onFocus({ relatedTarget, currentTarget }: FocusEvent<HTMLElement>): void {
    setHeld(true)
    const inside = relatedTarget instanceof Node && currentTarget.contains(relatedTarget)
    if (!inside) cameFrom.current = relatedTarget instanceof HTMLElement ? relatedTarget : null
  }
  const handlers = {
    onFocus,
    onBlur: () => setHeld(false),
    onPointerEnter: () => setHeld(true),
    onPointerLeave: () => setHeld(false),
  }
  return { held, handlers }
}
