import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { AuthClient, SessionUser } from '../auth.ts'
import type { UploadQueue } from '../upload-state.ts'
import { useUploadQueue } from './use-uploads.ts'

const SESSION = ['session'] as const

/** What the hooks below share: the calls, and whose data this page holds. */
export type Account = {
  auth: AuthClient
  /** To be told of everybody who turns out to be signed in. */
  claim(user: SessionUser | null): void
}

export const AccountContext = createContext<Account | null>(null)

/**
 * Keeps one person's data from the next: when another user turns out to be signed in (here, or in another
 * tab), what the former one loaded and was uploading is dropped. The same user, back after their session
 * expired, finds their uploads where they were.
 */
export function createAccount(auth: AuthClient, queries: QueryClient, uploads: UploadQueue): Account {
  let owner: string | null = null
  return {
    auth,
    claim(user) {
      if (!user) return
      if (owner !== null && owner !== user.id) {
        dropData(queries)
        uploads.reset()
      }
      owner = user.id
    },
  }
}

function dropData(queries: QueryClient) {
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION[0] })
}

/** Nobody is signed in any more, the server says. */
export function endSession(queries: QueryClient): void {
  dropData(queries)
  queries.setQueryData<SessionUser | null>(SESSION, null)
}

/** Who is signed in; null: nobody. Asked again whenever the window gets the focus. */
export function useSession() {
  const { auth, claim } = useAccount()
  return useQuery({
    queryKey: SESSION,
    staleTime: 30_000,
    retry: 2,
    queryFn: async () => {
      const user = await auth.session()
      claim(user)
      return user
    },
  })
}

/** Signs in; rejects with an `AuthError`. */
export function useSignIn() {
  const { auth } = useAccount()
  return useMutation({ mutationFn: auth.signIn, onSuccess: useArrive() })
}

/** Makes an account and signs in with it; rejects with an `AuthError`. */
export function useSignUp() {
  const { auth } = useAccount()
  return useMutation({ mutationFn: auth.signUp, onSuccess: useArrive() })
}

/** Signs out, stops every upload, and leaves nothing of this user in memory. */
export function useSignOut() {
  const { auth } = useAccount()
  const uploads = useUploadQueue()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: auth.signOut,
    onSuccess() {
      uploads.reset()
      endSession(queries)
    },
  })
}

function useArrive() {
  const { claim } = useAccount()
  const queries = useQueryClient()
  return ({ user }: { user: SessionUser }) => {
    claim(user)
    queries.setQueryData<SessionUser | null>(SESSION, user)
  }
}

function useAccount(): Account {
  const account = useContext(AccountContext)
  if (!account) throw new Error('The session hooks work below <HoldallProvider> alone')
  return account
}
