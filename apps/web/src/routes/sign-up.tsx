import { textOf } from '@holdall/ui/search-params'
import { createFileRoute } from '@tanstack/react-router'
import { SignUpPage } from '../features/session/sign-up-page.tsx'

export const Route = createFileRoute('/sign-up')({
  validateSearch: (raw: Record<string, unknown>): { next?: string } => ({ next: textOf(raw.next, 2000) }),
  component: function SignUp() {
    return <SignUpPage next={Route.useSearch().next} />
  },
})
