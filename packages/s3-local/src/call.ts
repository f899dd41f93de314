import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RawRequest } from './auth/request.ts'
import type { Verified } from './auth/sigv4.ts'
import type { Bucket } from './store/bucket.ts'
import type { Store } from './store/store.ts'

/** What one request needs of its server. */
export type ServerContext = {
  store: Store
  region: string
  credentials: ReadonlyMap<string, string>
  now: () => Date
}

/** One request, as the operations see it. */
export type Call = {
  server: ServerContext
  /** When it came; every decision about time in this request uses it. */
  now: Date
  requestId: string
  http: { request: IncomingMessage; response: ServerResponse; continueExpected: boolean }
  raw: RawRequest
  /** Decoded; the first value of a repeated name. */
  query: ReadonlyMap<string, string>
  /**
   * A header's value by its lower-case name. An `x-amz-…` header may come hoisted into a presigned URL's
   * query, which S3 treats alike.
   */
  header(name: string): string | undefined
  verified: Verified
}

export type BucketCall = Call & { bucket: Bucket }
export type ObjectCall = BucketCall & { key: string }

export type Reply = {
  status: number
  headers?: Record<string, string | number | undefined>
  body?: string | StreamBody
}

/** `size` bytes in all. `close` is called once they have been sent, or never will be. */
export type StreamBody = { size: number; stream: AsyncIterable<Buffer>; close(): Promise<void> }

export function xmlReply(body: string, headers: Reply['headers'] = {}): Reply {
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body }
}
