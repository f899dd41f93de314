import { nextPath } from '@holdall/client'
import { useSession } from '@holdall/client/react'
import { AuthCard } from '@holdall/ui/sign-in-card'
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { SignInForm } from './sign-in-form.tsx'

/** Signing in; whoever is signed in already, or just did, goes on to where they wanted to be. */
export function SignInPage({ next }: { next?: string }) {
  usePageTitle('Sign in')
  const session = useSession()
  const router = useRouter()
  const signedIn = Boolean(session.data)
  useEffect(() => {
    if (signedIn) router.history.replace(nextPath(next, window.location.origin))
  }, [signedIn, next, router])
  return (
    <AuthCard
      product="Holdall Admin"
      title="Sign in"
      description={next ? 'Sign in to go on where you were.' : 'With an administrator’s account.'}
    >
      <SignInForm />
    </AuthCard>
  )
}
