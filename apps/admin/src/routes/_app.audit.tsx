import { createFileRoute } from '@tanstack/react-router'
import { useCallback } from 'react'
import { AuditPage } from '../features/audit/audit-page.tsx'
import { type AuditSearch, parseAuditSearch } from '../features/audit/audit-search.ts'

export const Route = createFileRoute('/_app/audit')({
  validateSearch: parseAuditSearch,
  component: function Audit() {
    const search = Route.useSearch()
    const navigate = Route.useNavigate()
    const onSearch = useCallback(
      (change: AuditSearch, replace = false) => {
        void navigate({ search: (before) => ({ ...before, ...change }), replace, resetScroll: true })
      },
      [navigate],
    )
    return <AuditPage search={search} onSearch={onSearch} />
  },
})
