import type { ReactNode } from 'react'
import { Logo } from './logo.tsx'
import './theme.ts'

type AuthCardProps = {
  title: string
  description?: ReactNode
  children: ReactNode
  /** Below the card: the way to another page. */
  footer?: ReactNode
  /** The app's name; "Holdall" unless told. */
  product?: string
}

/** The frame of the pages that one sees before being signed in. */
export function AuthCard({ title, description, children, footer, product = 'Holdall' }: AuthCardProps) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 px-4 py-10">
      <div className="flex items-center justify-center gap-2 font-semibold text-lg tracking-tight">
        <Logo className="size-7 text-accent" />
        {product}
      </div>
      <div className="flex flex-col gap-6 rounded-xl border bg-surface p-6 sm:p-8">
        <div className="flex flex-col gap-1">
          <h1 className="text-balance font-semibold text-lg">{title}</h1>
          {description && <p className="text-pretty text-ink-muted">{description}</p>}
        </div>
        {children}
      </div>
      {footer && <div className="text-center text-ink-muted">{footer}</div>}
    </main>
  )
}
