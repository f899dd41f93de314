import { Transform } from 'node:stream'
import { S3Error } from '../errors.ts'
import { createChunkVerifier } from './chunk-signature.ts'
import type { StreamingPayload } from './payload.ts'
import { parseTrailers } from './trailers.ts'

export type DecodeOptions = {
  payload: StreamingPayload
  /** Bytes of the object itself, from `x-amz-decoded-content-length`. */
  decodedLength: number
  /** Lower-case names from `x-amz-trailer`. */
  trailerNames: readonly string[]
  /** Called once, after the last chunk and before the stream ends; names are lower-case. */
  onTrailers: (trailers: ReadonlyMap<string, string>) => void
}

/** Only the last chunk may be smaller, in bytes. */
const MIN_CHUNK = 8192
/** A chunk's line is its size, and a signature of 85 characters. */
const MAX_CHUNK_LINE = 128
const MAX_TRAILER_LINE = 2048
const MAX_TRAILER_LINES = 16

/**
 * Turns an aws-chunked body into the object's bytes. Bytes pass as they come, whatever a chunk claims to
 * hold, so memory stays flat; a chunk's signature is checked at its end, so what came out counts for
 * nothing until the stream has ended without an error.
 */
export function decodeChunked(options: DecodeOptions): Transform {
  const decoder = createDecoder(options)
  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      try {
        decoder.write(bytes, (data) => this.push(data))
        done()
      } catch (error) {
        done(error as Error)
      }
    },
    flush(done) {
      try {
        decoder.end()
        done()
      } catch (error) {
        done(error as Error)
      }
    },
  })
}

type State = 'size' | 'data' | 'after-data' | 'after-last' | 'trailer' | 'done'

function createDecoder({ payload, decodedLength, trailerNames, onTrailers }: DecodeOptions) {
  if (payload.signed && !payload.seed) throw new S3Error('AccessDenied')
  const verifier = payload.signed && payload.seed ? createChunkVerifier(payload.seed) : null
  const trailerLines: string[] = []
  let state: State = 'size'
  let line = ''
  let remaining = 0
  let total = 0
  let chunks = 0
  let smallChunk: number | null = null
  let signature: string | null = null

  function startChunk(text: string): void {
    const header = parseChunkLine(text, payload.signed)
    signature = header.signature
    remaining = header.size
    chunks += 1
    if (header.size === 0) {
      verifier?.endChunk(signature)
      if (total !== decodedLength) throw wrongLength()
      state = payload.trailer ? 'trailer' : 'after-last'
      return
    }
    if (smallChunk !== null) {
      throw new S3Error('InvalidChunkSizeError', {
        extra: { Chunk: String(chunks), BadChunkSizeInBytes: String(smallChunk) },
      })
    }
    if (header.size < MIN_CHUNK) smallChunk = header.size
    total += header.size
    if (total > decodedLength) throw wrongLength()
    state = 'data'
  }

  function endTrailer(): void {
    const trailers = parseTrailers(trailerLines, trailerNames)
    if (verifier) verifier.endTrailer(trailers.signedLines, trailers.signature)
    else if (trailers.signature !== null) throw new S3Error('MalformedTrailerError')
    onTrailers(trailers.values)
    state = 'done'
  }

  function takeLine(text: string): void {
    if (state === 'size') startChunk(text)
    else if (state === 'trailer' && text === '') endTrailer()
    else if (state === 'trailer') {
      if (trailerLines.length === MAX_TRAILER_LINES) throw new S3Error('MalformedTrailerError')
      trailerLines.push(text)
    } else if (text !== '') throw malformedBody()
    else if (state === 'after-data') state = 'size'
    else state = 'done'
  }

  /** Reads up to the next CRLF; the number of bytes taken. */
  function readLine(bytes: Buffer, start: number): number {
    const end = bytes.indexOf(0x0a, start)
    const stop = end < 0 ? bytes.length : end + 1
    const limit = state === 'trailer' ? MAX_TRAILER_LINE : MAX_CHUNK_LINE
    if (line.length + stop - start > limit) {
      throw state === 'trailer' ? new S3Error('MalformedTrailerError') : malformedBody()
    }
    line += bytes.toString('latin1', start, stop)
    if (end < 0) return stop
    if (!line.endsWith('\r\n')) throw malformedBody()
    const text = line.slice(0, -2)
    line = ''
    takeLine(text)
    return stop
  }

  return {
    write(bytes: Buffer, push: (data: Buffer) => void): void {
      let at = 0
      while (at < bytes.length) {
        if (state === 'done') throw malformedBody()
        if (state !== 'data') {
          at = readLine(bytes, at)
          continue
        }
        const data = bytes.subarray(at, at + remaining)
        at += data.length
        remaining -= data.length
        verifier?.update(data)
        push(data)
        if (remaining === 0) {
          verifier?.endChunk(signature)
          state = 'after-data'
        }
      }
    },
    end(): void {
      if (state !== 'done') {
        throw new S3Error('IncompleteBody', { message: 'The request body terminated unexpectedly' })
      }
    },
  }
}

/** `400;chunk-signature=…` in a signed body, `400` in an unsigned one. Sizes are hexadecimal. */
function parseChunkLine(text: string, signed: boolean): { size: number; signature: string | null } {
  const match = /^([0-9a-f]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(text)
  const [, size, signature = null] = match ?? []
  if (size === undefined || (!signed && signature !== null)) throw malformedBody()
  return { size: Number.parseInt(size, 16), signature }
}

function malformedBody(): S3Error {
  return new S3Error('IncompleteBody', { message: 'The aws-chunked request body is malformed' })
}

function wrongLength(): S3Error {
  return new S3Error('IncompleteBody', {
    message:
      'You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header',
  })
}
