import { messageOf, type SessionUser } from '@holdall/client'
import { useSignOut } from '@holdall/client/react'
import { Button } from '@holdall/ui/button'
import { Menu } from '@holdall/ui/menu'
import { toast } from '@holdall/ui/toast'
import { CircleUserRound, LogOut } from 'lucide-react'
import type { ReactNode } from 'react'

/** Whose account this is, how full it is, and the way out. */
export function AccountMenu({ user, usage }: { user: SessionUser; usage: ReactNode }) {
  const signOut = useSignOut()
  function leave() {
    signOut.mutate(undefined, {
      onError: (error) => toast({ tone: 'error', title: 'Not signed out', description: messageOf(error) }),
    })
  }
  return (
    <Menu
      label="Account"
      header={
        <div className="flex w-56 flex-col gap-3">
          <div>
            <p className="truncate font-medium">{user.name}</p>
            <p className="truncate text-ink-muted">{user.email}</p>
          </div>
          {usage}
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
