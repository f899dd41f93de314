import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
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
  /** Where the focus goes on closing, when what opened it may be gone: prevent the default and set it. */
  onCloseAutoFocus?: (event: Event) => void
  className?: string
}

/** A modal window: focus is held inside and returns to what opened it. On phones a sheet at the bottom. */
export function Dialog({ open, onOpenChange, title, description, ...props }: DialogProps) {
  const { children, footer, onCloseAutoFocus, className } = props
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Primitive.Content
          onCloseAutoFocus={onCloseAutoFocus}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'fixed z-50 flex animate-appear flex-col bg-raised shadow-raised outline-none',
            'inset-x-0 bottom-0 max-h-[92dvh] rounded-t-xl pb-[env(safe-area-inset-bottom)]',
            'sm:inset-0 sm:m-auto sm:h-fit sm:max-h-[85dvh] sm:w-[calc(100vw-2rem)] sm:max-w-lg sm:rounded-xl sm:border sm:pb-0',
            className,
          )}
        >
          <div className="flex items-start gap-4 px-5 pt-5">
            <div className="flex min-w-0 flex-1 flex-col gap-1">
              <Primitive.Title className="text-balance font-semibold text-base">{title}</Primitive.Title>
              {description && (
                <Primitive.Description className="text-ink-muted">{description}</Primitive.Description>
              )}
            </div>
            <Primitive.Close asChild>
              <Button variant="ghost" size="icon" aria-label="Close" className="-mt-1.5 -mr-2">
                <X aria-hidden="true" />
              </Button>
            </Primitive.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
          {footer && (
            <div className="flex flex-col-reverse gap-2 border-t px-5 py-4 sm:flex-row sm:justify-end">
              {footer}
            </div>
          )}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
