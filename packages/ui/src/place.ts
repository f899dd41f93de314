export type Box = { top: number; bottom: number; left: number; right: number }
export type Size = { width: number; height: number }

/** CSS pixels between a control and what floats beside it, and between that and the screen's edge. */
const GAP = 4
const MARGIN = 8

/**
 * Where something floating goes, in CSS pixels of the viewport: below its anchor, above where only there is
 * room, never beyond the screen's edge.
 */
export function placeBeside(
  anchor: Box,
  floating: Size,
  viewport: Size,
  align: 'start' | 'center' | 'end',
): { top: number; left: number } {
  const below = anchor.bottom + GAP
  const above = anchor.top - GAP - floating.height
  const fitsBelow = below + floating.height <= viewport.height - MARGIN
  const top = fitsBelow || above < MARGIN ? below : above
  const left = {
    start: anchor.left,
    center: (anchor.left + anchor.right - floating.width) / 2,
    end: anchor.right - floating.width,
  }[align]
  return {
    top: clamp(top, MARGIN, viewport.height - MARGIN - floating.height),
    left: clamp(left, MARGIN, viewport.width - MARGIN - floating.width),
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high))
}

/** Puts an element of the top layer beside its anchor. Both must be on the page. */
export function putBeside(anchor: Element, floating: HTMLElement, align: 'start' | 'center' | 'end'): void {
  const viewport = { width: document.documentElement.clientWidth, height: window.innerHeight }
  const { top, left } = placeBeside(
    anchor.getBoundingClientRect(),
    { width: floating.offsetWidth, height: floating.offsetHeight },
    viewport,
    align,
  )
  floating.style.top = `${top}px`
  floating.style.left = `${left}px`
}
