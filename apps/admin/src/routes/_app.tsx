import { createFileRoute, Outlet } from '@tanstack/react-router'
import { AdminShell } from '../features/session/admin-shell.tsx'
import { RequireAdmin } from '../features/session/require-admin.tsx'

export const Route = createFileRoute('/_app')({
  component: () => (
    <RequireAdmin>
      {(user) => (
        <AdminShell user={user}>
          <Outlet />
        </AdminShell>
      )}
    </RequireAdmin>
  ),
})
