import type { RouterOutputs } from '@holdall/client'
import { api } from '@holdall/client/react'
import { keepPreviousData } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { AuditSearch } from './audit-search.ts'

export type AuditEvent = RouterOutputs['admin']['audit']['list']['events'][number]

/** The audit log as the URL asks for it, newest first, page by page. */
export function useAudit(search: AuditSearch) {
  const query = api.admin.audit.list.useInfiniteQuery(
    { ...search, limit: 50 },
    { getNextPageParam: (page) => page.nextCursor ?? undefined, placeholderData: keepPreviousData },
  )
  const events = useMemo(() => query.data?.pages.flatMap((page) => page.events), [query.data])
  return { ...query, events }
}
