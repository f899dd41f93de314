import { createFileRoute } from '@tanstack/react-router'
import { useCallback } from 'react'
import { FilesPage } from '../features/files/files-page.tsx'
import { type FilesSearch, parseFilesSearch } from '../features/files/files-search.ts'

export const Route = createFileRoute('/_app/files')({
  validateSearch: parseFilesSearch,
  component: function Files() {
    const search = Route.useSearch()
    const navigate = Route.useNavigate()
    const onSearch = useCallback(
      (change: FilesSearch, replace = false) => {
        void navigate({ search: (before) => ({ ...before, ...change }), replace, resetScroll: true })
      },
      [navigate],
    )
    return <FilesPage search={search} onSearch={onSearch} />
  },
})
