import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import type { createApp } from './app.ts'

/** Milliseconds that requests under way get to finish once the server is told to stop. */
const GRACE = 10_000

export type Listening = {
  port: number
  /** Takes no more connections, lets requests finish for {@link GRACE}, then cuts what is left. */
  close(): Promise<void>
}

/** @throws in words when the port is taken or the address isn't this machine's. */
export async function listen(
  app: ReturnType<typeof createApp>,
  { port, host }: { port: number; host: string },
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    // Bodies are small: whoever needs longer is holding a connection, not sending one.
    serverOptions: { requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 },
  }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(inWords(error, { port, host })))
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const cut = setTimeout(() => server.closeAllConnections(), GRACE)
      await closed
      clearTimeout(cut)
    },
  }
}

function inWords(error: NodeJS.ErrnoException, { port, host }: { port: number; host: string }): Error {
  if (error.code === 'EADDRINUSE') {
    return new Error(`Port ${port} is taken: stop what uses it, or set PORT to another.`, { cause: error })
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new Error(`HOST ${host} is not an address of this machine.`, { cause: error })
  }
  return error
}
