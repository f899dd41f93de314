import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What one request meets, in the order in which requests come; after the last one all is well. */
export type Fault =
  | { kind: 'refuse'; status: number; body: string; contentType?: string }
  /** The connection breaks before the answer; `stored` says if the bytes had arrived by then. */
  | { kind: 'break'; stored: boolean }
  /** Never answers. */
  | { kind: 'hang' }

type Step = 'presign' | 'put' | 'save' | 'abort'
type Faults = Partial<Record<Step, Fault[]>>
type Put = { headers: IncomingMessage['headers']; body: Buffer }

/**
 * A fake, for the tests of what a real server and a real bucket can't be asked to do: fail on demand.
 * It speaks tRPC's batch format for `uploads.presign`, `save` and `abort`, and takes PUTs like a bucket.
 */
export async function startFaultyServer(faults: Faults = {}) {
  const calls = { presign: [] as unknown[], put: [] as Put[], save: [] as unknown[], abort: [] as unknown[] }
  const objects = new Map<string, Buffer>()
  const waiting = new Set<() => void>()
  let origin = ''

  const server = createServer((request, response) => {
    handle(request, response).catch((error: Error) => response.destroy(error))
  })

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', origin)
    const call = stepOf(url.pathname)
    const fault = faults[call]?.shift()
    const body = await readBody(request)
    if (call === 'put') calls.put.push({ headers: request.headers, body })
    else calls[call].push(JSON.parse(body.toString())[0])
    for (const wake of waiting) wake()
    if (fault?.kind === 'hang') return
    if (fault?.kind === 'break') {
      if (fault.stored) objects.set(url.pathname, body)
      request.socket.destroy()
      return
    }
    if (fault?.kind === 'refuse') return answer(response, fault.status, fault.body, fault.contentType)
    if (call === 'put') return take(url.pathname, body, response)
    const data = { presign: presigned, save: saved, abort: () => ({ uploadId: 'u1', file: null }) }[call]()
    answer(response, 200, JSON.stringify([{ result: { data } }]))
  }

  function take(key: string, body: Buffer, response: ServerResponse) {
    if (objects.has(key)) return answer(response, 412, '<Error><Code>PreconditionFailed</Code></Error>')
    objects.set(key, body)
    answer(response, 200, '')
  }

  function presigned() {
    return {
      uploads: [
        {
          plan: 'put',
          uploadId: 'u1',
          method: 'PUT',
          url: `${origin}/bucket/key?X-Amz-Signature=secret`,
          headers: { 'content-type': 'text/plain', 'if-none-match': '*' },
          expiresAt: new Date(0).toISOString(),
        },
      ],
    }
  }

  function saved() {
    return { file: { id: 'u1', name: 'a.txt', size: objects.get('/bucket/key')?.length ?? null } }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `${origin}/trpc`,
    calls,
    objects,
    /** Resolves once `done` holds; it is asked after each request. */
    until: (done: () => boolean) =>
      new Promise<void>((resolve) => {
        function wake() {
          if (!done()) return
          waiting.delete(wake)
          resolve()
        }
        waiting.add(wake)
        wake()
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function stepOf(path: string): Step {
  if (path.startsWith('/bucket/')) return 'put'
  if (path.endsWith('presign')) return 'presign'
  return path.endsWith('abort') ? 'abort' : 'save'
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function answer(response: ServerResponse, status: number, body: string, contentType = 'application/json') {
  response.writeHead(status, { 'content-type': contentType }).end(body)
}

/** One refusal of a procedure, as the server words it in a batch. */
export function refusal(status: number, reason: string, message = 'No.'): Fault {
  const data = {
    code: 'X',
    httpStatus: status,
    path: null,
    reason,
    field: 'files.0.size',
    requestId: 'req-7',
  }
  return { kind: 'refuse', status, body: JSON.stringify([{ error: { message, code: -32600, data } }]) }
}

/** A procedure's answer instead of the usual one. */
export function result(data: unknown): Fault {
  return { kind: 'refuse', status: 200, body: JSON.stringify([{ result: { data } }]) }
}

/** One refusal of the bucket. */
export function bucketError(status: number, code: string, message = ''): Fault {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`
  return { kind: 'refuse', status, body, contentType: 'application/xml' }
}
