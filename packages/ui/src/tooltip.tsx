import {
  cloneElement,
  type HTMLAttributes,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { putBeside } from './place.ts'

/** Milliseconds of pointing before it shows. */
const DELAY = 400

type TooltipProps = { label: ReactNode; children: ReactElement<HTMLAttributes<HTMLElement>> }

/**
 * More about a control, on pointing and on keyboard focus; Escape hides it. It describes; it never names:
 * fingers see no tooltips, so the control keeps a label of its own.
 */
export function Tooltip({ label, children }: TooltipProps) {
  const id = useId()
  const bubble = useRef<HTMLDivElement>(null)
  const [anchor, setAnchor] = useState<Element | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    const shown = bubble.current
    if (!anchor || !shown) return
    shown.showPopover()
    putBeside(anchor, shown, 'center')
    function onKey(event: KeyboardEvent): void {
      if (event.key === 'Escape') setAnchor(null)
    }
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('keydown', onKey)
      shown.hidePopover()
    }
  }, [anchor])
  useEffect(() => () => clearTimeout(timer.current), [])

  function hide(): void {
    clearTimeout(timer.current)
    setAnchor(null)
  }
  return (
    <>
      {cloneElement(children, {
        'aria-describedby': anchor ? id : undefined,
        onPointerEnter: ({ currentTarget, pointerType }) => {
          if (pointerType !== 'touch') timer.current = setTimeout(() => setAnchor(currentTarget), DELAY)
        },
        onPointerLeave: hide,
        onPointerDown: hide,
        onBlur: hide,
        onFocus: ({ currentTarget }) => {
          if (currentTarget.matches(':focus-visible')) setAnchor(currentTarget)
        },
      })}
      {anchor && (
        <div
          ref={bubble}
          id={id}
          popover="manual"
          role="tooltip"
          className="pointer-events-none fixed inset-auto m-0 max-w-80 animate-appear break-words rounded-md bg-ink px-2.5 py-1.5 text-canvas text-xs shadow-raised"
        >
          {label}
        </div>
      )}
    </>
  )
}
