import { EmptyState } from '@holdall/ui/empty-state'
import { ErrorState } from '@holdall/ui/error-state'
import { createRootRoute, Link, Outlet } from '@tanstack/react-router'

export const Route = createRootRoute({
  component: Outlet,
  notFoundComponent: () => (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        title="There is no such page"
        description="The address may be mistyped, or the page has moved."
        action={
          <Link to="/" className="font-medium text-accent underline underline-offset-4">
            To your files
          </Link>
        }
      />
    </main>
  ),
  errorComponent: ({ reset }) => (
    <main className="grid min-h-dvh place-items-center">
      <ErrorState
        title="Something went wrong in this app"
        description="Try again, or reload the page."
        onRetry={reset}
      />
    </main>
  ),
})
