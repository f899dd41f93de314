import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RawRequest } from './auth/request.ts'
import type { Reply } from './call.ts'
import { S3Error } from './errors.ts'
import { FaultError } from './faults.ts'
import { type HandleOptions, handle } from './handle.ts'
import { ClientGoneError } from './incoming.ts'
import { type Exchange, errorReply, sendReply } from './reply.ts'

export type AnswerOptions = HandleOptions & {
  /** Told of errors that aren't the client's. */
  onError: (error: unknown) => void
}

/** Answers one HTTP request, whatever happens: with a reply, with S3's error, or with 500 and a report. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  continueExpected: boolean,
  options: AnswerOptions,
): Promise<void> {
  // Whoever awaits the body or the answer learns of a broken connection there; nobody else needs to.
  request.on('error', () => undefined)
  response.on('error', () => undefined)
  const raw = rawRequest(request)
  const exchange: Exchange = {
    request,
    response,
    requestId: randomBytes(8).toString('hex').toUpperCase(),
    now: options.server.now(),
    resource: raw.rawPath,
    cors: {},
    continueExpected,
  }
  try {
    await sendReply(exchange, await replyTo(raw, exchange, options))
  } catch (error) {
    if (error instanceof FaultError || error instanceof ClientGoneError) return
    options.onError(error)
    response.destroy()
  }
}

async function replyTo(raw: RawRequest, exchange: Exchange, options: AnswerOptions): Promise<Reply> {
  try {
    return await handle(raw, exchange, options)
  } catch (error) {
    if (error instanceof FaultError || error instanceof ClientGoneError) throw error
    if (error instanceof S3Error) return errorReply(error, exchange)
    options.onError(error)
    return errorReply(new S3Error('InternalError'), exchange)
  }
}

/** The request line's target is a path, or a whole URL where a proxy is in between. */
function rawRequest(request: IncomingMessage): RawRequest {
  const target = (request.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '')
  const at = target.indexOf('?')
  const headers: Array<[string, string]> = []
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    headers.push([request.rawHeaders[i] ?? '', request.rawHeaders[i + 1] ?? ''])
  }
  return {
    method: request.method ?? '',
    rawPath: (at < 0 ? target : target.slice(0, at)) || '/',
    rawQuery: at < 0 ? '' : target.slice(at + 1),
    headers,
  }
}
