import { nextPath } from '@holdall/client'
import { useSession } from '@holdall/client/react'
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'

/** Whoever is signed in already, or just did, goes on to where they wanted to be. */
export function useGoOn(next: string | undefined): void {
  const session = useSession()
  const router = useRouter()
  const signedIn = Boolean(session.data)
  useEffect(() => {
    if (signedIn) router.history.replace(nextPath(next, window.location.origin))
  }, [signedIn, next, router])
}
