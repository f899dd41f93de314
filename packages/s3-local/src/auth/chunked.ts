import type { Transform } from 'node:stream'
import { S3Error } from '../errors.ts'
import type { StreamingPayload } from './payload.ts'

export type DecodeOptions = {
  payload: StreamingPayload
  /** Bytes of the object itself, from `x-amz-decoded-content-length`. */
  decodedLength: number
  /** Lower-case names from `x-amz-trailer`. */
  trailerNames: readonly string[]
  /** Called once, after the last chunk and before the stream ends; names are lower-case. */
  onTrailers: (trailers: ReadonlyMap<string, string>) => void
}

export function decodeChunked(options: DecodeOptions): Transform {
  throw new S3Error('NotImplemented', { message: String(options.decodedLength) })
}
