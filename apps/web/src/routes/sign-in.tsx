import { textOf } from '@holdall/ui/search-params'
import { createFileRoute } from '@tanstack/react-router'
import { SignInPage } from '../features/session/sign-in-page.tsx'

export const Route = createFileRoute('/sign-in')({
  validateSearch: (raw: Record<string, unknown>): { next?: string } => ({ next: textOf(raw.next, 2000) }),
  component: function SignIn() {
    return <SignInPage next={Route.useSearch().next} />
  },
})
