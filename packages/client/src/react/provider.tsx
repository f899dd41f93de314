import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { createAuthClient } from '../auth.ts'
import { type ClientOptions, createLink } from '../client.ts'
import { coalesce } from '../coalesce.ts'
import { reasonOf } from '../errors.ts'
import { once } from '../once.ts'
import { createUploadQueue } from '../upload-queue.ts'
import { api } from './api.ts'
import { createQueryClient } from './query-client.ts'
import { AccountContext, createAccount } from './session.ts'
import { UploadQueueContext } from './use-uploads.ts'

export type HoldallProviderProps = ClientOptions & {
  children: ReactNode
  /** Where the server's sessions are mounted; `/api/auth` on the page's own origin unless told. */
  authUrl?: string
  /** Your own, when the app has one already; `createQueryClient()` makes one with Holdall's defaults. */
  queryClient?: QueryClient
  /** Called when an upload finds that nobody is signed in; queries tell `createQueryClient`. */
  onUnauthenticated?: () => void
}

/** Many small files finish in a second; the lists need not be loaded again for each. */
const REFRESH_EVERY_MS = 1000

/**
 * Gives everything below it the typed hooks (`api`) and one queue of uploads, which lives as long as this
 * does: put it above the router. Its options are read once.
 */
export function HoldallProvider({ children, ...props }: HoldallProviderProps) {
  const [parts] = useState(() => {
    const { queryClient, onUnauthenticated, authUrl = '/api/auth', ...options } = props
    const queries = queryClient ?? createQueryClient(onUnauthenticated)
    const client = api.createClient({ links: [createLink(options)] })
    const engine = once(async () => (await import('../engine.ts')).createEngine(client))
    const uploads = createUploadQueue({
      upload: async (file, uploadOptions) => (await engine()).upload(file, uploadOptions),
      discard: (uploadId) => void engine().then(({ discard }) => discard(uploadId)),
      onSaved: coalesce(() => {
        for (const lists of ['files', 'uploads']) void queries.invalidateQueries({ queryKey: [[lists]] })
      }, REFRESH_EVERY_MS),
      onFailed: (error) => reasonOf(error) === 'UNAUTHENTICATED' && onUnauthenticated?.(),
    })
    const account = createAccount(createAuthClient({ url: authUrl }), queries, uploads)
    return { queries, client, uploads, account }
  })
  return (
    <api.Provider client={parts.client} queryClient={parts.queries}>
      <QueryClientProvider client={parts.queries}>
        <AccountContext value={parts.account}>
          <UploadQueueContext value={parts.uploads}>{children}</UploadQueueContext>
        </AccountContext>
      </QueryClientProvider>
    </api.Provider>
  )
}
