import type { Duplex } from 'node:stream'
import { S3Error } from './errors.ts'
import { document, element } from './xml.ts'

const TOO_LARGE = 'HPE_HEADER_OVERFLOW'
const TIMED_OUT = 'ERR_HTTP_REQUEST_TIMEOUT'

/** Answers what isn't even HTTP. There is no request to answer, so the words go straight to the connection. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const refusal = new S3Error(codeFor(error.code))
  const body = document(element('Error', element('Code', refusal.code), element('Message', refusal.message)))
  socket.end(
    `HTTP/1.1 ${refusal.status} Bad Request\r\ncontent-type: application/xml\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

function codeFor(code: string | undefined) {
  if (code === TOO_LARGE) return 'RequestHeaderSectionTooLarge'
  return code === TIMED_OUT ? 'RequestTimeout' : 'BadRequest'
}
