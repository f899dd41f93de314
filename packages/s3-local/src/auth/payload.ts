/** What a streaming upload's chunk signatures chain from: the request's own signature and key. */
export type StreamingSeed = {
  /** Lower-case hex. */
  signature: string
  signingKey: Buffer
  /** `20130524/us-east-1/s3/aws4_request` */
  scope: string
  /** `20130524T000000Z` */
  amzDate: string
}

export type StreamingPayload = {
  kind: 'streaming'
  /** Whether each chunk carries a signature. */
  signed: boolean
  /** Whether trailing headers follow the last chunk. */
  trailer: boolean
  /** Null only for unsigned chunks. */
  seed: StreamingSeed | null
}

/** What `x-amz-content-sha256` said of the body. The server must hold the body to it. */
export type Payload =
  | { kind: 'unsigned' }
  /** Lower-case hex of the whole body's SHA-256; another body is XAmzContentSHA256Mismatch. */
  | { kind: 'sha256'; hex: string }
  | StreamingPayload
