import { useSyncExternalStore } from 'react'
import { Toaster as Sonner, toast as show } from 'sonner'
import { onThemeChange, readTheme } from './theme.ts'

type Toast = {
  title: string
  description?: string
  action?: { label: string; onClick: () => void }
  tone?: 'info' | 'error'
}

/** Milliseconds. Long enough to read it and to reach Undo; hovering or focusing it stops the clock. */
const SHOWN_FOR = { plain: 5_000, withAction: 10_000, error: 10_000 } as const

/** Says something in passing, in a live region. What must not be missed belongs on the page instead. */
export function toast({ title, description, action, tone = 'info' }: Toast): void {
  const duration = tone === 'error' ? SHOWN_FOR.error : action ? SHOWN_FOR.withAction : SHOWN_FOR.plain
  if (tone === 'error') show.error(title, { description, action, duration })
  else show(title, { description, action, duration })
}

const CLASSES = {
  toast: '!gap-3 !rounded-lg !border !border-line !bg-raised !p-4 !text-sm !text-ink !shadow-raised',
  title: '!font-medium',
  description: '!text-ink-muted',
  actionButton:
    '!h-8 !rounded-md !bg-accent-soft !px-3 !font-medium !text-[0.8125rem] !text-accent max-sm:!h-11',
  icon: '!text-danger',
} as const

/** Where toasts appear; once in an app, above phones' bottom bar. */
export function Toaster() {
  const theme = useSyncExternalStore(onThemeChange, readTheme, () => 'system' as const)
  return (
    <Sonner
      theme={theme}
      position="bottom-right"
      mobileOffset={{ bottom: 'calc(4.5rem + env(safe-area-inset-bottom))' }}
      toastOptions={{ classNames: CLASSES }}
    />
  )
}
