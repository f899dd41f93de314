import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { Logo } from './logo.tsx'
import './theme.ts'

type AppShellProps = {
  /** The app's name beside the logo. */
  product: string
  /** Links, each with `navLinkClass`. Inline in the header; on phones a bar at the bottom. */
  nav: ReactNode
  /** What stands in the middle of the header, such as the search; on phones below it. */
  search?: ReactNode
  /** Theme, account menu. */
  account: ReactNode
  /** Above everything: offline, maintenance. */
  banner?: ReactNode
  children: ReactNode
}

/** A link of the navigation. The current page's is marked by `aria-current="page"`. */
export const navLinkClass = cn(
  'flex items-center gap-2 rounded-md font-medium text-ink-muted hover:text-ink aria-[current=page]:text-accent',
  'max-sm:min-w-16 max-sm:flex-1 max-sm:flex-col max-sm:justify-center max-sm:gap-0.5 max-sm:py-2 max-sm:text-xs',
  'sm:h-8 sm:px-3 sm:hover:bg-sunken sm:aria-[current=page]:bg-accent-soft',
  '[&_svg]:size-5 sm:[&_svg]:size-4',
)

/** The frame of every signed-in page: skip link, header, navigation, main. */
export function AppShell({ product, nav, search, account, banner, children }: AppShellProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only rounded-md bg-accent px-4 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        Skip to the content
      </a>
      {banner}
      <header className="sticky top-0 z-30 border-b bg-surface">
        <div className="mx-auto flex max-w-screen-2xl flex-wrap items-center gap-x-6 px-4 sm:flex-nowrap sm:px-6">
          <div className="flex h-14 items-center gap-2 font-semibold text-base tracking-tight">
            <Logo className="text-accent" />
            <span>{product}</span>
          </div>
          <nav
            aria-label="Main"
            className={cn(
              'max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:z-30 max-sm:border-t max-sm:bg-surface max-sm:pb-[env(safe-area-inset-bottom)]',
              'flex items-center justify-around gap-1 max-sm:px-2 sm:justify-start',
            )}
          >
            {nav}
          </nav>
          <div className="order-last w-full min-w-0 sm:order-none sm:flex sm:flex-1 sm:justify-center">
            {search && <div className="w-full pb-3 sm:max-w-md sm:pb-0">{search}</div>}
          </div>
          <div className="ml-auto flex items-center gap-1">{account}</div>
        </div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto w-full max-w-screen-2xl flex-1 px-4 pt-4 pb-24 outline-none sm:px-6 sm:pt-6 sm:pb-12"
      >
        {children}
      </main>
    </div>
  )
}
