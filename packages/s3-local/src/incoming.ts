import type { IncomingMessage, ServerResponse } from 'node:http'
import { S3Error } from './errors.ts'

/** The client went away in mid-request: there is nobody left to answer. */
export class ClientGoneError extends Error {
  constructor() {
    super('The client closed the connection before its request was complete.')
    this.name = 'ClientGoneError'
  }
}

/** S3 drops a connection on which nothing moves for this long. */
const IDLE_MS = 20_000

export type IncomingBody = { request: IncomingMessage; response: ServerResponse; continueExpected: boolean }

/**
 * The request's body as it comes. Asks for it first where the client waits for `100 Continue`. Leaving the
 * loop early leaves the connection whole, so that the refusal can still be sent.
 */
export async function* incomingBody(
  { request, response, continueExpected }: IncomingBody,
  idleMs = IDLE_MS,
): AsyncGenerator<Buffer> {
  if (continueExpected) response.writeContinue()
  let wake: () => void = () => undefined
  const onEvent = () => wake()
  const events = ['readable', 'end', 'close', 'error'] as const
  for (const event of events) request.on(event, onEvent)
  try {
    for (;;) {
      const chunk = request.read() as Buffer | null
      if (chunk) yield chunk
      else if (request.readableEnded) return
      else if (request.destroyed || request.errored) throw new ClientGoneError()
      else await waitFor((resolve) => (wake = resolve), idleMs)
    }
  } finally {
    for (const event of events) request.off(event, onEvent)
  }
}

function waitFor(subscribe: (resolve: () => void) => void, idleMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new S3Error('RequestTimeout')), idleMs)
    subscribe(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}
