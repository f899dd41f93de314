import { createHash } from 'node:crypto'
import { S3Error } from '../errors.ts'
import type { StreamingSeed } from './payload.ts'
import { sameSignature, sign } from './signing.ts'

const EMPTY_SHA256 = createHash('sha256').digest('hex')

/** Verifies the signatures of one body's chunks, each of which covers the one before it. */
type ChunkVerifier = {
  update(bytes: Uint8Array): void
  /** Ends a chunk: its bytes were those given to `update` since the last one. */
  endChunk(signature: string | null): void
  /** `lines` are the trailing headers, `name:value\n` each. */
  endTrailer(lines: string, signature: string | null): void
}

/**
 * Source: Amazon S3 API reference, "Signature calculations … transferring payload in multiple chunks" and
 * "… including trailing headers".
 */
export function createChunkVerifier(seed: StreamingSeed): ChunkVerifier {
  let previous = seed.signature
  let hash = createHash('sha256')

  function check(words: readonly string[], given: string | null): void {
    const toSign = [words[0], seed.amzDate, seed.scope, previous, ...words.slice(1)].join('\n')
    const expected = sign(seed.signingKey, toSign)
    if (given === null || !sameSignature(expected, given)) {
      throw new S3Error('SignatureDoesNotMatch', {
        extra: { StringToSign: toSign, SignatureProvided: given ?? '' },
      })
    }
    previous = expected
  }

  return {
    update: (bytes) => void hash.update(bytes),
    endChunk(signature) {
      const digest = hash.digest('hex')
      hash = createHash('sha256')
      check(['AWS4-HMAC-SHA256-PAYLOAD', EMPTY_SHA256, digest], signature)
    },
    endTrailer(lines, signature) {
      const digest = createHash('sha256').update(lines, 'latin1').digest('hex')
      check(['AWS4-HMAC-SHA256-TRAILER', digest], signature)
    },
  }
}
