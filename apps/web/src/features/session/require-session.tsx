import { messageOf, type SessionUser } from '@holdall/client'
import { useSession } from '@holdall/client/react'
import { ErrorState } from '@holdall/ui/error-state'
import { Spinner } from '@holdall/ui/spinner'
import { Navigate, useLocation } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'

/**
 * Shows its children to whoever is signed in; others sign in first, and come back to where they wanted to
 * go. This spares people useless pages; what guards the data is the server.
 */
export function RequireSession({ children }: { children: (user: SessionUser) => ReactNode }) {
  const session = useSession()
  if (session.data) return children(session.data)
  if (session.data === null) return <ToSignIn />
  if (session.isPending) {
    return (
      <main aria-busy="true" className="grid min-h-dvh place-items-center text-ink-muted">
        <span className="sr-only">Loading</span>
        <Spinner className="size-6" />
      </main>
    )
  }
  return (
    <main className="grid min-h-dvh place-items-center">
      <ErrorState
        title="Your files could not load"
        description={messageOf(session.error)}
        onRetry={() => void session.refetch()}
        pending={session.isFetching}
      />
    </main>
  )
}

function ToSignIn() {
  const href = useLocation({ select: (location) => location.href })
  // As it was at first: it turns into the sign-in page's own address while that page is loading.
  const [wanted] = useState(href)
  return <Navigate to="/sign-in" search={{ next: wanted === '/' ? undefined : wanted }} replace />
}
