import { messageOf, type SessionUser } from '@holdall/client'
import { useSignOut } from '@holdall/client/react'
import { AppShell, navLinkClass } from '@holdall/ui/app-shell'
import { Button } from '@holdall/ui/button'
import { Menu } from '@holdall/ui/menu'
import { OfflineBanner } from '@holdall/ui/offline-banner'
import { ThemeToggle } from '@holdall/ui/theme-toggle'
import { toast } from '@holdall/ui/toast'
import { Link } from '@tanstack/react-router'
import { CircleUserRound, Files, LogOut, ScrollText } from 'lucide-react'
import type { ReactNode } from 'react'

/** The frame around every page of the dashboard. */
export function AdminShell({ user, children }: { user: SessionUser; children: ReactNode }) {
  return (
    <AppShell
      product="Holdall Admin"
      banner={<OfflineBanner />}
      nav={
        <>
          <Link to="/files" className={navLinkClass}>
            <Files aria-hidden="true" />
            Files
          </Link>
          <Link to="/audit" className={navLinkClass}>
            <ScrollText aria-hidden="true" />
            Audit log
          </Link>
        </>
      }
      account={
        <>
          <ThemeToggle />
          <AccountMenu user={user} />
        </>
      }
    >
      {children}
    </AppShell>
  )
}

function AccountMenu({ user }: { user: SessionUser }) {
  const signOut = useSignOut()
  function leave(): void {
    signOut.mutate(undefined, {
      onError: (error) => toast({ tone: 'error', title: 'Not signed out', description: messageOf(error) }),
    })
  }
  return (
    <Menu
      label="Account"
      header={
        <div className="max-w-64">
          <p className="truncate font-medium">{user.name}</p>
          <p className="truncate text-ink-muted">{user.email}</p>
        </div>
      }
      items={[{ label: 'Sign out', icon: <LogOut aria-hidden="true" />, onSelect: leave }]}
    >
      <Button variant="ghost" size="icon" aria-label="Account" pending={signOut.isPending}>
        <CircleUserRound aria-hidden="true" />
      </Button>
    </Menu>
  )
}
