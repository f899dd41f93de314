import { EmptyState } from '@holdall/ui/empty-state'
import { ErrorState } from '@holdall/ui/error-state'
import { createRootRoute, Link, Outlet } from '@tanstack/react-router'

export const Route = createRootRoute({
  component: Outlet,
  notFoundComponent: () => (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        title="There is no such page"
        action={
          <Link to="/files" className="font-medium text-accent underline underline-offset-4">
            To the files
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
