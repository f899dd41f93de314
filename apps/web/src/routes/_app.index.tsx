import { createFileRoute } from '@tanstack/react-router'
import { parseFileView } from '../features/files/file-view.ts'
import { FilesPage } from '../features/files/files-page.tsx'

export const Route = createFileRoute('/_app/')({
  validateSearch: parseFileView,
  component: function Files() {
    return <FilesPage view={Route.useSearch()} />
  },
})
