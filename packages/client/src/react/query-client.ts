import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isPassing, reasonOf } from '../errors.ts'

const QUERY_TRIES = 3

/**
 * React Query's client with Holdall's defaults: refusals are final, faults that pass are tried again, and
 * what was just loaded is not loaded twice.
 * @param onUnauthenticated called whenever the server says that nobody is signed in (any more)
 */
export function createQueryClient(onUnauthenticated?: () => void): QueryClient {
  function onError(error: unknown) {
    if (reasonOf(error) === 'UNAUTHENTICATED') onUnauthenticated?.()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < QUERY_TRIES && isPassing(error),
      },
      // A mutation may have happened although its answer was lost; only the caller knows if it may repeat.
      mutations: { retry: false },
    },
  })
}
