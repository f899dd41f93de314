import { createFileRoute } from '@tanstack/react-router'
import { SignUpPage } from '../features/session/sign-up-page.tsx'
import { textOf } from '../shared/search-params.ts'

export const Route = createFileRoute('/sign-up')({
  validateSearch: (raw: Record<string, unknown>): { next?: string } => ({ next: textOf(raw.next, 2000) }),
  component: function SignUp() {
    return <SignUpPage next={Route.useSearch().next} />
  },
})
