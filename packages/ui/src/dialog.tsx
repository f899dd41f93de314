import { X } from 'lucide-react'
import { type MouseEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { Button } from './button.tsx'
import { cn } from './cn.ts'

type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  children?: ReactNode
  /** The buttons, the one that does it last. */
  footer?: ReactNode
  className?: string
}

const FIELDS = '[data-body] :is(input, textarea, select)'
const BUTTONS = '[data-footer] button'

/**
 * A modal window, on the browser's own `<dialog>`: what lies behind is inert, Escape closes it, and the
 * focus, at first in its first field, else on its first button, returns to where it was. On phones a sheet at the bottom.
 */
export function Dialog({ open, ...props }: DialogProps) {
  return open && <OpenDialog {...props} />
}

function OpenDialog({ onOpenChange, title, description, ...props }: Omit<DialogProps, 'open'>) {
  const { children, footer, className } = props
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useLayoutEffect(() => {
    const element = dialog.current
    const page = document.documentElement
    // The page behind loses its scrollbar (styles.css); where that took up room, the room stays.
    if (page.clientWidth < window.innerWidth) page.style.scrollbarGutter = 'stable'
    element?.showModal()
    // Left alone, the browser would choose the cross.
    const first = element?.querySelector<HTMLElement>(FIELDS) ?? element?.querySelector<HTMLElement>(BUTTONS)
    first?.focus()
    return () => {
      // Closed before it leaves the page: only then does the browser give the focus back.
      element?.close()
      page.style.scrollbarGutter = ''
    }
  }, [])
  function onBackdrop(event: MouseEvent): void {
    if (event.target !== dialog.current) return
    // Else the press would take the focus that closing gives back.
    event.preventDefault()
    onOpenChange(false)
  }
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      onCancel={(event) => {
        event.preventDefault()
        onOpenChange(false)
      }}
      onMouseDown={onBackdrop}
      className={cn(
        'fixed m-0 animate-appear overflow-hidden bg-raised p-0 text-ink shadow-raised outline-none backdrop:bg-scrim',
        'max-sm:inset-x-0 max-sm:top-auto max-sm:bottom-0 max-sm:w-full max-sm:max-w-none max-sm:rounded-t-xl',
        'base:sm:max-w-lg sm:m-auto sm:w-[calc(100vw-2rem)] sm:rounded-xl sm:border',
        className,
      )}
    >
      <div className="flex max-h-[85dvh] flex-col max-sm:pb-[env(safe-area-inset-bottom)]">
        <div className="flex items-start gap-4 px-5 pt-5">
          <div className="flex min-w-0 flex-1 flex-col gap-1">
            <h2 id={`${id}-title`} className="text-balance font-semibold text-base">
              {title}
            </h2>
            {description && (
              <div id={`${id}-description`} className="text-ink-muted">
                {description}
              </div>
            )}
          </div>
          <Button
            variant="ghost"
            size="icon"
            aria-label="Close"
            onClick={() => onOpenChange(false)}
            className="-mt-1.5 -mr-2"
          >
            <X aria-hidden="true" />
          </Button>
        </div>
        <div data-body className="min-h-0 flex-1 overflow-y-auto px-5 py-4">
          {children}
        </div>
        {footer && (
          <div
            data-footer
            className="flex flex-col-reverse gap-2 border-t px-5 py-4 sm:flex-row sm:justify-end"
          >
            {footer}
          </div>
        )}
      </div>
    </dialog>
  )
}
