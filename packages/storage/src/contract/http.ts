import { createHash } from 'node:crypto'
import { request } from 'node:http'
import type { PresignedPut } from '../presign-put.ts'

export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string }

export function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The request as given: unlike fetch, node:http adds no header, checks no length and normalises no path. */
export function send(
  method: string,
  url: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  const { host, hostname, port } = new URL(url)
  const path = url.slice(new URL(url).origin.length)
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const req = request(
      // Names under localhost are loopback (RFC 6761), but not every system's resolver knows.
      {
        hostname: hostname.endsWith('.localhost') ? '127.0.0.1' : hostname,
        port,
        path,
        method,
        headers: { host, ...length, ...headers },
        agent: false,
      },
      (res) => {
        const chunks: Buffer[] = []
        res.on('data', (chunk: Buffer) => chunks.push(chunk))
        res.on('error', reject)
        res.on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        )
      },
    )
    req.on('error', reject)
    req.end(body)
  })
}

/** What a browser does with a presigned URL, with some of it changed. */
export function put(
  signed: PresignedPut,
  body: string | Buffer,
  changed: Record<string, string | null> = {},
) {
  const headers: Record<string, string> = { ...signed.headers }
  for (const [name, value] of Object.entries(changed)) {
    if (value === null) delete headers[name]
    else headers[name] = value
  }
  return send('PUT', signed.url, { headers, body })
}

/** S3's error code in an answer's XML. */
export function codeOf({ body }: Answer): string | undefined {
  return /<Code>([^<]*)<\/Code>/.exec(body)?.[1]
}
