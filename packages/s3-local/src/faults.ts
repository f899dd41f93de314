import type { Reply, StreamBody } from './call.ts'
import { S3Error } from './errors.ts'
import type { Exchange } from './reply.ts'

/**
 * `…-before`: nothing happens. `…-after`: the operation takes effect and the client doesn't learn of it.
 * `fail` answers 500 InternalError, `cut` breaks the connection (a download's in the middle), `hang` never
 * answers, `slow-down` answers 503 before anything happens.
 */
export const FAULTS = [
  'fail-before',
  'fail-after',
  'cut-before',
  'cut-after',
  'hang-before',
  'hang-after',
  'slow-down',
] as const
export type Fault = (typeof FAULTS)[number]

export type FaultCall = { operation: string; method: string; bucket: string | null; key: string | null }

/** Asked once a request, before it is authenticated. */
export type FaultHook = (call: FaultCall) => Fault | null | undefined | Promise<Fault | null | undefined>

/** The connection was broken, or is held for ever, on purpose. */
export class FaultError extends Error {
  readonly fault: Fault

  constructor(fault: Fault) {
    super(`Fault: ${fault}`)
    this.name = 'FaultError'
    this.fault = fault
  }
}

export async function applyFault(
  hooks: readonly FaultHook[],
  call: FaultCall,
  exchange: Exchange,
  run: () => Promise<Reply>,
): Promise<Reply> {
  const fault = await firstFault(hooks, call)
  if (!fault) return run()
  if (fault === 'slow-down') throw new S3Error('SlowDown', { headers: { 'retry-after': '1' } })
  const reply = fault.endsWith('-after') ? await run() : null
  if (fault === 'cut-after' && typeof reply?.body === 'object') return halfOf(reply, reply.body, exchange)
  if (typeof reply?.body === 'object') await reply.body.close()
  if (fault.startsWith('fail')) throw new S3Error('InternalError')
  if (fault.startsWith('hang')) await gone(exchange)
  exchange.request.socket.destroy()
  throw new FaultError(fault)
}

async function firstFault(hooks: readonly FaultHook[], call: FaultCall): Promise<Fault | null> {
  for (const hook of hooks) {
    const fault = await hook(call)
    if (fault) return fault
  }
  return null
}

/** A download that breaks off in the middle. */
function halfOf(reply: Reply, body: StreamBody, exchange: Exchange): Reply {
  async function* half(): AsyncGenerator<Buffer> {
    let left = Math.floor(body.size / 2)
    for await (const chunk of body.stream) {
      if (left > 0) yield chunk.subarray(0, left)
      left -= chunk.length
      if (left <= 0) break
    }
    exchange.request.socket.destroySoon()
    throw new FaultError('cut-after')
  }
  return { ...reply, body: { ...body, stream: half() } }
}

/** Until the client gives up or the server closes. */
function gone({ request, response }: Exchange): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', resolve)
    // Without a reader the end of the connection would go unnoticed.
    request.resume()
  })
}
