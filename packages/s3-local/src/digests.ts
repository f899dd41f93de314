import { createHash, type Hash } from 'node:crypto'
import type { Payload } from './auth/payload.ts'
import { type ChecksumAlgorithm, checksumHeader, createHasher, type Hasher } from './checksums/algorithms.ts'
import { checkChecksumValue, type DeclaredChecksum } from './checksums/headers.ts'
import { S3Error } from './errors.ts'

export type DigestPlan = {
  payload: Payload
  /** The `content-md5` header. */
  contentMd5: string | undefined
  /** From a header, or hoisted into the query. */
  declared: DeclaredChecksum | null
  /** The algorithm of the checksum that a trailer brings. */
  trailer: ChecksumAlgorithm | null
  /** Computed whatever the client declares: what is kept of the body. */
  kept: ChecksumAlgorithm | null
}

type Checksum = { algorithm: ChecksumAlgorithm; base64: string }

export type Digests = {
  /** Lower-case hex. */
  md5: string
  /** By the algorithm that is kept. */
  checksum: Checksum | null
  /** What the client declared, verified. */
  declared: Checksum | null
}

export type DigestCheck = {
  update(chunk: Buffer): void
  setTrailers(trailers: ReadonlyMap<string, string>): void
  /** Throws where the body isn't what the request said: BadDigest or XAmzContentSHA256Mismatch. */
  verify(): Digests
}

/** Everything that a request claims about its body, computed in one pass and compared at its end. */
export function checkDigests(plan: DigestPlan): DigestCheck {
  const expectedMd5 = plan.contentMd5 === undefined ? null : parseContentMd5(plan.contentMd5)
  const given = plan.declared?.algorithm ?? plan.trailer
  const md5 = createHash('md5')
  const payloadSha256 = plan.payload.kind === 'sha256' ? createHash('sha256') : null
  const algorithms = [...new Set([given, plan.kept])].filter((each) => each !== null)
  const hashers = new Map(algorithms.map((algorithm) => [algorithm, createHasher(algorithm)]))
  const hashes: Array<Hash | Hasher> = [md5, ...(payloadSha256 ? [payloadSha256] : []), ...hashers.values()]
  let trailers: ReadonlyMap<string, string> = new Map()

  return {
    update(chunk) {
      for (const hash of hashes) hash.update(chunk)
    },
    setTrailers(received) {
      trailers = received
    },
    verify() {
      if (plan.payload.kind === 'sha256') {
        checkPayload(plan.payload.hex, payloadSha256?.digest('hex') ?? '')
      }
      const digest = md5.digest()
      if (expectedMd5 && !digest.equals(expectedMd5)) {
        throw new S3Error('BadDigest', {
          extra: {
            CalculatedDigest: digest.toString('base64'),
            ExpectedDigest: expectedMd5.toString('base64'),
          },
        })
      }
      const sums = new Map([...hashers].map(([algorithm, hasher]) => [algorithm, hasher.digestBase64()]))
      const checksumBy = (algorithm: ChecksumAlgorithm | null): Checksum | null =>
        algorithm && { algorithm, base64: sums.get(algorithm) ?? '' }
      const declared = checksumBy(given)
      if (declared)
        checkDeclared(declared, plan.declared?.base64 ?? trailerValue(declared.algorithm, trailers))
      return { md5: digest.toString('hex'), checksum: checksumBy(plan.kept), declared }
    },
  }
}

function checkDeclared(actual: Checksum, expected: string): void {
  if (actual.base64 === expected) return
  throw new S3Error('BadDigest', {
    message: `The ${actual.algorithm} you specified did not match the calculated checksum.`,
  })
}

function checkPayload(expected: string, actual: string): void {
  if (expected === actual) return
  throw new S3Error('XAmzContentSHA256Mismatch', {
    extra: { ClientComputedContentSHA256: expected, S3ComputedContentSHA256: actual },
  })
}

function trailerValue(algorithm: ChecksumAlgorithm, trailers: ReadonlyMap<string, string>): string {
  const value = trailers.get(checksumHeader(algorithm))
  if (value === undefined) throw new S3Error('MalformedTrailerError')
  checkChecksumValue(algorithm, value)
  return value
}

function parseContentMd5(header: string): Buffer {
  const digest = Buffer.from(header, 'base64')
  if (digest.length !== 16 || digest.toString('base64') !== header) {
    throw new S3Error('InvalidDigest', { extra: { 'Content-MD5': header } })
  }
  return digest
}
