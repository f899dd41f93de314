import { CircleAlert, X } from 'lucide-react'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { Button } from './button.tsx'
import { cn } from './cn.ts'
import { dismissToast, onToastsChange, type ShownToast, shownToasts } from './toast-store.ts'
import { useToastFocus } from './use-toast-focus.ts'

export { toast } from './toast-store.ts'

/** Milliseconds: long enough to read it, and to reach Undo. */
const SHOWN_FOR = { plain: 5_000, lasting: 10_000 } as const

/** Where toasts appear; once in an app, above phones' bottom bar. Pointing at them or focusing one (Alt+T) keeps all. */
export function Toaster() {
  const toasts = useSyncExternalStore(onToastsChange, shownToasts, shownToasts)
  const region = useRef<HTMLElement>(null)
  const { held, handlers } = useToastFocus(region, toasts)
  const newest = toasts.at(-1)?.id
  // Open from the start, empty: a live region that appears together with its text is not read out.
  useEffect(() => {
    const element = region.current
    element?.showPopover()
    return () => element?.hidePopover()
  }, [])
  // What enters the top layer last lies on top: above a dialog that is open already.
  useEffect(() => {
    const element = region.current
    if (!element || newest === undefined || !document.querySelector('dialog[open]')) return
    element.hidePopover()
    element.showPopover()
  }, [newest])
  return (
    <section
      ref={region}
      popover="manual"
      aria-label="Notifications"
      aria-keyshortcuts="Alt+T"
      {...handlers}
      className={cn(
        'pointer-events-none fixed inset-auto m-0 overflow-visible bg-transparent p-0 text-sm',
        'bottom-[calc(4.5rem+env(safe-area-inset-bottom))] w-full px-3 sm:right-4 sm:bottom-4 sm:w-96 sm:px-0',
      )}
    >
      <ol aria-live="polite" aria-relevant="additions" className="flex flex-col gap-2">
        {toasts.map((each) => (
          <ToastCard key={each.id} toast={each} held={held} />
        ))}
      </ol>
    </section>
  )
}

function ToastCard({
  toast: { id, title, description, action, tone },
  held,
}: {
  toast: ShownToast
  held: boolean
}) {
  const lasting = action !== undefined || tone === 'error'
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => dismissToast(id), lasting ? SHOWN_FOR.lasting : SHOWN_FOR.plain)
    return () => clearTimeout(timer)
  }, [held, id, lasting])
  return (
    <li className="pointer-events-auto flex animate-appear items-center gap-3 rounded-lg border bg-raised py-2 pr-2 pl-4 text-ink shadow-raised">
      {tone === 'error' && <CircleAlert aria-hidden="true" className="size-4 shrink-0 text-danger" />}
      <div className="min-w-0 flex-1 py-1">
        <p className="break-words font-medium">{title}</p>
        {description && <p className="break-words text-ink-muted">{description}</p>}
      </div>
      {action && (
        <Button
          size="sm"
          onClick={() => {
            dismissToast(id)
            action.onClick()
          }}
          className="border-transparent bg-accent-soft text-accent hover:bg-sunken"
        >
          {action.label}
        </Button>
      )}
      <Button variant="ghost" size="icon" aria-label="Dismiss" onClick={() => dismissToast(id)}>
        <X aria-hidden="true" />
      </Button>
    </li>
  )
}
