import { SearchField } from '@holdall/ui/search-field'
import { useDebouncedText } from '@holdall/ui/use-debounced-text'
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/** Searches the list that is open; what is searched for stands in the URL. */
export function HeaderSearch() {
  const navigate = useNavigate()
  const inTrash = useLocation({ select: ({ pathname }) => pathname === '/trash' })
  const { q = '' } = useSearch({ strict: false })
  const search = useCallback(
    (text: string) =>
      void navigate({ to: '.', search: (view) => ({ ...view, q: text || undefined }), replace: true }),
    [navigate],
  )
  const [text, setText] = useDebouncedText(q, search)
  return (
    <search>
      <SearchField label={inTrash ? 'Search the trash' : 'Search files'} value={text} onChange={setText} />
    </search>
  )
}
