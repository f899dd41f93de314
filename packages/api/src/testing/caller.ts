import type { SessionUser } from '@holdall/auth'
import { createTRPCClient, httpLink } from '@trpc/client'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import type { Context } from '../context.ts'
import { logError } from '../log-error.ts'
import { appRouter } from '../router.ts'
import type { Client } from './harness.ts'

const BASE = 'http://test/trpc'
const MAX_BATCH_SIZE = 20

type Caller = {
  as: (user: SessionUser | null) => Client
  request: (user: SessionUser | null, path: string, init?: RequestInit) => Promise<Response>
}

/** Mounts the router as a server does, and hands out clients that are signed in. */
export function createCaller(deps: Omit<Context, 'user' | 'request'>): Caller {
  const handle = (user: SessionUser | null, request: Request) =>
    fetchRequestHandler({
      endpoint: '/trpc',
      req: request,
      router: appRouter,
      allowBatching: true,
      maxBatchSize: MAX_BATCH_SIZE,
      createContext: (): Context => ({
        ...deps,
        user,
        request: { id: deps.newId(), ip: '192.0.2.7', userAgent: 'holdall-tests/1' },
      }),
      onError: ({ error, path, ctx }) => logError(deps.log, { error, path, ctx }),
    })
  return {
    as: (user) =>
      createTRPCClient({
        links: [
          httpLink({
            url: BASE,
            fetch: (input, init) => handle(user, new Request(input as string, init as RequestInit)),
          }),
        ],
      }),
    request: (user, path, init) => handle(user, new Request(`${BASE}/${path}`, init)),
  }
}
