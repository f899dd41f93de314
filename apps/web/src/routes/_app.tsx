import { createFileRoute, Outlet } from '@tanstack/react-router'
import { RequireSession } from '../features/session/require-session.tsx'
import { WebShell } from '../features/shell/web-shell.tsx'

export const Route = createFileRoute('/_app')({
  component: () => (
    <RequireSession>
      {(user) => (
        <WebShell user={user}>
          <Outlet />
        </WebShell>
      )}
    </RequireSession>
  ),
})
