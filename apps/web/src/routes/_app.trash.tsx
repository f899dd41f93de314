import { textOf } from '@holdall/ui/search-params'
import { createFileRoute } from '@tanstack/react-router'
import { TrashPage } from '../features/trash/trash-page.tsx'

export const Route = createFileRoute('/_app/trash')({
  validateSearch: (raw: Record<string, unknown>): { q?: string } => ({ q: textOf(raw.q) }),
  component: function Trash() {
    return <TrashPage search={Route.useSearch().q} />
  },
})
