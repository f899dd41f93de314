import type { IncomingMessage, ServerResponse } from 'node:http'
import { finished } from 'node:stream/promises'
import type { Reply, StreamBody } from './call.ts'
import type { S3Error } from './errors.ts'
import { document, element, fields } from './xml.ts'

export type Exchange = {
  request: IncomingMessage
  response: ServerResponse
  requestId: string
  /** By the server's clock, which needn't be the machine's. */
  now: Date
  /** The raw path, for the `Resource` of an error. */
  resource: string
  /** CORS headers of this request: they go with errors too, or a browser couldn't read them. */
  cors: Record<string, string>
  continueExpected: boolean
}

/** How much of a refused body is read so that its sender gets to see the refusal. */
const LINGER_BYTES = 1024 ** 3
const LINGER_MS = 30_000

/** S3's XML for an error. HEAD and 304 answers have no body. */
export function errorReply(error: S3Error, exchange: Exchange): Reply {
  const headers = { ...error.headers }
  if (error.status === 304) return { status: 304, headers }
  const body = document(
    element(
      'Error',
      element('Code', error.code),
      element('Message', error.message),
      ...fields({ ...error.extra }),
      error.extra?.Resource === undefined ? element('Resource', exchange.resource) : null,
      element('RequestId', exchange.requestId),
      element('HostId', hostId(exchange.requestId)),
    ),
  )
  return { status: error.status, headers: { ...headers, 'content-type': 'application/xml' }, body }
}

/** Opaque to clients; S3's is longer than the request id. */
function hostId(requestId: string): string {
  return Buffer.from(`holdall/s3-local/${requestId}`).toString('base64')
}

export async function sendReply(exchange: Exchange, reply: Reply): Promise<void> {
  const { request, response } = exchange
  const isHead = request.method === 'HEAD'
  for (const [name, value] of Object.entries({
    'x-amz-request-id': exchange.requestId,
    'x-amz-id-2': hostId(exchange.requestId),
    server: 'holdall-s3-local',
    date: exchange.now.toUTCString(),
    ...exchange.cors,
    ...reply.headers,
  })) {
    if (value !== undefined) response.setHeader(name, safeHeader(value))
  }
  response.statusCode = reply.status
  const { body } = reply
  if (typeof body === 'object') {
    response.setHeader('content-length', body.size)
    await sendStream(exchange, body, isHead)
    return
  }
  if (body !== undefined) response.setHeader('content-length', Buffer.byteLength(body))
  else if (!response.hasHeader('content-length') && reply.status !== 204 && reply.status !== 304) {
    response.setHeader('content-length', 0)
  }
  if (!hasUnreadBody(request)) response.end(isHead ? undefined : body)
  else await sendAndLinger(exchange, isHead ? '' : (body ?? ''))
}

function hasUnreadBody(request: IncomingMessage): boolean {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers
  return !request.complete && (encoding !== undefined || Number(length) > 0)
}

async function sendStream({ response }: Exchange, body: StreamBody, isHead: boolean): Promise<void> {
  try {
    if (!isHead) {
      for await (const chunk of body.stream) {
        if (response.destroyed) return
        if (!response.write(chunk)) await drained(response)
      }
    }
    response.end()
    await finished(response).catch(() => undefined)
  } catch (error) {
    // The status has gone out: the only honest end of a broken answer is a broken connection.
    response.destroy()
    throw error
  } finally {
    await body.close()
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
}

/**
 * Answers a request whose body is still coming. Closing at once would reset the connection and with it the
 * answer, and a browser reads no answer before it has sent everything: so the answer goes out, the rest of
 * the body is thrown away up to a bound, and then the connection ends.
 */
async function sendAndLinger(exchange: Exchange, body: string): Promise<void> {
  const { request, response } = exchange
  response.setHeader('connection', 'close')
  if (exchange.continueExpected && !request.readableDidRead) {
    // The client waits for `100 Continue` and sends nothing.
    response.end(body)
    return
  }
  response.writeHead(response.statusCode)
  response.write(body)
  response.flushHeaders()
  await discardRest(request)
  response.end()
}

async function discardRest(request: IncomingMessage): Promise<void> {
  let bytes = 0
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      for (const event of ['end', 'close', 'error']) request.off(event, done)
      request.off('data', count)
      resolve()
    }
    const count = (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > LINGER_BYTES) done()
    }
    const timer = setTimeout(done, LINGER_MS)
    for (const event of ['end', 'close', 'error']) request.on(event, done)
    request.on('data', count)
    request.resume()
    if (request.destroyed || request.readableEnded) done()
  })
}

/** Node refuses what HTTP can't carry: text beyond Latin-1 goes as its UTF-8 bytes, control characters not at all. */
function safeHeader(value: string | number): string {
  const text = String(value)
  const bytes = /[\u0100-\uffff]/.test(text) ? Buffer.from(text).toString('latin1') : text
  return bytes.replace(/[^\t -~\u0080-\u00ff]/g, ' ')
}
