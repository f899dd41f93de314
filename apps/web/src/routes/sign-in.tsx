import { createFileRoute } from '@tanstack/react-router'
import { SignInPage } from '../features/session/sign-in-page.tsx'
import { textOf } from '../shared/search-params.ts'

export const Route = createFileRoute('/sign-in')({
  validateSearch: (raw: Record<string, unknown>): { next?: string } => ({ next: textOf(raw.next, 2000) }),
  component: function SignIn() {
    return <SignInPage next={Route.useSearch().next} />
  },
})
