import type { SessionUser } from '@holdall/client'
import { AppShell, navLinkClass } from '@holdall/ui/app-shell'
import { OfflineBanner } from '@holdall/ui/offline-banner'
import { ThemeToggle } from '@holdall/ui/theme-toggle'
import { Link } from '@tanstack/react-router'
import { Files, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { AccountMenu } from '../session/account-menu.tsx'
import { DropZone } from '../uploads/drop-zone.tsx'
import { UploadTray } from '../uploads/upload-tray.tsx'
import { HeaderSearch } from './header-search.tsx'
import { UsageMeter } from './usage-meter.tsx'

/** The frame around every signed-in page. What lives here survives navigation. */
export function WebShell({ user, children }: { user: SessionUser; children: ReactNode }) {
  return (
    <AppShell
      product="Holdall"
      banner={<OfflineBanner />}
      search={<HeaderSearch />}
      nav={
        <>
          <Link to="/" activeOptions={{ exact: true, includeSearch: false }} className={navLinkClass}>
            <Files aria-hidden="true" />
            Files
          </Link>
          <Link to="/trash" activeOptions={{ includeSearch: false }} className={navLinkClass}>
            <Trash2 aria-hidden="true" />
            Trash
          </Link>
        </>
      }
      account={
        <>
          <UsageMeter className="mr-2 w-36 max-lg:hidden" />
          <ThemeToggle />
          <AccountMenu user={user} usage={<UsageMeter />} />
        </>
      }
    >
      <UploadTray />
      {children}
      <DropZone />
    </AppShell>
  )
}
