import { bucketRefusal, UploadError } from './upload-error.ts'

export type PutObject = {
  url: string
  /** Exactly the ones that were signed. */
  headers: Record<string, string>
  body: Blob
  /** Bytes handed to the network so far, in this try. */
  onSent: (bytes: number) => void
  signal?: AbortSignal | undefined
}

type Answer = { status: number; body: string }

/**
 * Sends a file to its signed URL; resolves once the bucket holds it, else throws an `UploadError`.
 *
 * 412 is a success: the URL is signed with `if-none-match: *` for a key that nobody else knows, so an
 * object that is there already came from an earlier try whose answer was lost. Saving checks it anyway.
 */
export async function putObject(request: PutObject): Promise<void> {
  const { status, body } = await send(request)
  if ((status >= 200 && status < 300) || status === 412) return
  throw bucketRefusal(status, body)
}

function send(request: PutObject): Promise<Answer> {
  // Only XMLHttpRequest tells how much of a body has left the browser.
  if (typeof XMLHttpRequest === 'function') return sendByXhr(request)
  return sendByFetch(request)
}

function sendByXhr({ url, headers, body, onSent, signal }: PutObject): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const xhr = new XMLHttpRequest()
    function stop() {
      xhr.abort()
      reject(signal?.reason)
    }
    xhr.open('PUT', url)
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
    xhr.upload.onprogress = (event) => onSent(event.loaded)
    xhr.onload = () => resolve({ status: xhr.status, body: xhr.responseText })
    xhr.onerror = () => void explainNetworkError(body, new TypeError('The request failed')).then(reject)
    xhr.onloadend = () => signal?.removeEventListener('abort', stop)
    signal?.addEventListener('abort', stop, { once: true })
    xhr.send(body)
  })
}

async function sendByFetch({ url, headers, body, onSent, signal }: PutObject): Promise<Answer> {
  try {
    const response = await fetch(url, { method: 'PUT', signal, ...toFetchBody(body, headers, onSent) })
    return { status: response.status, body: await response.text() }
  } catch (error) {
    signal?.throwIfAborted()
    throw await explainNetworkError(body, error)
  }
}

/**
 * Node counts what it sends when the body is a stream, and honours an explicit Content-Length for it.
 * Elsewhere that header is forbidden and a stream would go out chunked, which the signature refuses: there
 * the blob goes as it is and counts when it has arrived.
 */
function toFetchBody(body: Blob, headers: Record<string, string>, onSent: (bytes: number) => void) {
  if (body.size === 0 || !isNode()) return { body, headers }
  let sent = 0
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      sent += chunk.byteLength
      onSent(sent)
      controller.enqueue(chunk)
    },
  })
  return {
    body: body.stream().pipeThrough(counting as ReadableWritablePair<Uint8Array, Uint8Array>),
    headers: { ...headers, 'content-length': String(body.size) },
    duplex: 'half',
  }
}

function isNode(): boolean {
  const versions: Record<string, string | undefined> = globalThis.process?.versions ?? {}
  return versions.node !== undefined && versions.bun === undefined && versions.deno === undefined
}

/**
 * A file that was changed, moved or removed while it was sent looks like a broken connection. Reading a
 * byte of it tells the two apart: https://w3c.github.io/FileAPI/#NotReadableError
 */
async function explainNetworkError(body: Blob, cause: unknown): Promise<UploadError> {
  try {
    await body.slice(0, 1).arrayBuffer()
    return new UploadError('NETWORK', { cause })
  } catch (unreadable) {
    return new UploadError('FILE_UNREADABLE', { cause: unreadable })
  }
}
