import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getSession, type SessionUser, signIn, signOut } from './auth-api.ts'

const SESSION = ['session'] as const

/** Who is signed in, loaded once and again whenever the window gets the focus. */
export function useSession() {
  return useQuery({ queryKey: SESSION, queryFn: getSession, staleTime: 30_000, retry: 2 })
}

/** Signs in and then knows who it was. */
export function useSignIn() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ email, password }: { email: string; password: string }) => {
      await signIn(email, password)
      return getSession()
    },
    onSuccess: (user) => queries.setQueryData(SESSION, user),
  })
}

/** Signs out; nothing that this admin saw stays in memory. */
export function useSignOut() {
  const queries = useQueryClient()
  return useMutation({ mutationFn: signOut, onSuccess: () => endSession(queries) })
}

/** Nobody is signed in any more: the server said so, or we asked for it. */
export function endSession(queries: QueryClient): void {
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION[0] })
  queries.setQueryData<SessionUser | null>(SESSION, null)
}
