import type { AppRouter } from '@holdall/api'
import { createTRPCClient, httpBatchLink, type TRPCClient } from '@trpc/client'

/** Every procedure of a Holdall server, typed by its own router. */
export type HoldallClient = TRPCClient<AppRouter>

export type ClientOptions = {
  /** Where the server's tRPC is mounted: `https://files.example.org/trpc`, or `/trpc` in a page it served. */
  url: string
  /** A signed bearer token, or what gives the current one; sent as `Authorization: Bearer …`. */
  token?: string | (() => string | null | undefined)
  /** More headers for each request. */
  headers?: Record<string, string> | (() => Record<string, string>)
  /** Another `fetch`: to send cookies across sites, to log, or to call a server without a port. */
  fetch?: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>
}

/** The server refuses longer batches, so that one request can't do the work of hundreds. */
const MAX_BATCH = 20
/** Proxies commonly refuse request lines over 8 KiB; half of it leaves room for what they add. */
const MAX_URL_LENGTH = 4096

/** A client for one server. It keeps no state, so make as many as you like. */
export function createClient(options: ClientOptions): HoldallClient {
  return createTRPCClient<AppRouter>({ links: [createLink(options)] })
}

/** The transport that `createClient` and the React provider share. */
export function createLink({ url, token, headers, fetch }: ClientOptions) {
  return httpBatchLink<AppRouter>({
    url,
    maxItems: MAX_BATCH,
    maxURLLength: MAX_URL_LENGTH,
    fetch: fetch ? (input, init) => fetch(input, init as RequestInit) : undefined,
    headers() {
      const bearer = typeof token === 'function' ? token() : token
      return {
        ...(typeof headers === 'function' ? headers() : headers),
        ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      }
    },
  })
}
