import { pipeline, Readable } from 'node:stream'
import { decodeChunked } from './auth/chunked.ts'
import { headerValue } from './auth/request.ts'
import type { Call } from './call.ts'
import type { ChecksumAlgorithm } from './checksums/algorithms.ts'
import { declaredChecksum, trailerAlgorithm } from './checksums/headers.ts'
import { checkDigests, type DigestCheck, type Digests } from './digests.ts'
import { S3Error } from './errors.ts'
import { incomingBody } from './incoming.ts'
import { createBlobWriter, removeBlobs } from './store/blobs.ts'
import type { Bucket } from './store/bucket.ts'
import { blobsOf, type Content } from './store/record.ts'

/** S3's limit for one PUT, of an object or of a part, in bytes. */
export const MAX_PUT_BYTES = 5 * 1024 ** 3

export type Received = Digests & { size: number; content: Content }

type Receive = {
  bucket: Bucket
  /** The only algorithm that the client may use. */
  required?: ChecksumAlgorithm
  /** The algorithm whose checksum is kept, given the one that the client uses. */
  keep: (given: ChecksumAlgorithm | null) => ChecksumAlgorithm | null
  inlineLimit?: number
}

/**
 * Takes an object's or part's bytes to the disk and holds them to every length and digest that the request
 * gives. Nothing refers to them yet: the caller commits them or calls `discardContent`.
 */
export async function receiveBody(call: Call, options: Receive): Promise<Received> {
  const length = bodyLength(call)
  if (length > MAX_PUT_BYTES) throw tooLarge(length, MAX_PUT_BYTES)
  const check = planDigests(call, options)
  return receiveStream(call, decodedBody(call, length, check), {
    bucket: options.bucket,
    inlineLimit: options.inlineLimit,
    check,
    checkSize(size, isWhole) {
      if (isWhole && size !== length) throw new S3Error('IncompleteBody')
    },
  })
}

type ReceiveStream = Pick<Receive, 'bucket' | 'inlineLimit'> & {
  check: DigestCheck
  /** Called as the bytes come and, with `isWhole`, at the end. */
  checkSize: (size: number, isWhole: boolean) => void
}

export async function receiveStream(
  call: Call,
  stream: AsyncIterable<Buffer>,
  { bucket, inlineLimit, check, checkSize }: ReceiveStream,
): Promise<Received> {
  const writer = createBlobWriter(call.server.store.disk, bucket.blobsDir, inlineLimit)
  try {
    let size = 0
    for await (const chunk of stream) {
      size += chunk.length
      checkSize(size, false)
      check.update(chunk)
      await writer.write(chunk)
    }
    checkSize(size, true)
    const digests = check.verify()
    return { ...digests, size, content: await writer.finish() }
  } catch (error) {
    await writer.discard()
    throw error
  }
}

/** Frees the bytes of a body that was received and then refused. */
export function discardContent(bucket: Bucket, content: Content): Promise<void> {
  return removeBlobs(bucket.blobsDir, blobsOf(content))
}

/** A small body (XML, JSON) whole, verified like any other. MaxMessageLengthExceeded above `maxBytes`. */
export async function receiveDocument(call: Call, maxBytes: number): Promise<Buffer> {
  const hasBody = headerValue(call.raw, 'content-length') ?? headerValue(call.raw, 'transfer-encoding')
  const length = hasBody === undefined ? 0 : bodyLength(call)
  if (length > maxBytes)
    throw new S3Error('MaxMessageLengthExceeded', { extra: { MaxMessageLengthBytes: String(maxBytes) } })
  const check = planDigests(call, { keep: (given) => given })
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of decodedBody(call, length, check)) {
    size += chunk.length
    if (size > maxBytes) throw new S3Error('MaxMessageLengthExceeded')
    check.update(chunk)
    chunks.push(chunk)
  }
  if (size !== length) throw new S3Error('IncompleteBody')
  check.verify()
  return Buffer.concat(chunks)
}

/** What the request claims about its body, ready to be checked. */
export function planDigests(call: Call, options: Pick<Receive, 'required' | 'keep'>): DigestCheck {
  const declared = declaredChecksum((name) => call.header(name))
  const trailer = trailerAlgorithm(trailerNames(call))
  const given = declared?.algorithm ?? trailer
  if (given && options.required && given !== options.required) {
    throw new S3Error('InvalidRequest', {
      message: `Checksum Type mismatch occurred, expected checksum Type: ${options.required.toLowerCase()}, actual checksum Type: ${given.toLowerCase()}`,
    })
  }
  if (!given && call.header('x-amz-sdk-checksum-algorithm') !== undefined) {
    throw new S3Error('InvalidRequest', {
      message:
        'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    })
  }
  return checkDigests({
    payload: call.verified.payload,
    contentMd5: call.header('content-md5'),
    declared,
    trailer: declared ? null : trailer,
    kept: options.keep(given),
  })
}

function trailerNames(call: Call): string[] {
  const names = call.header('x-amz-trailer') ?? ''
  return names
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
}

/** The bytes of the object itself. S3 wants to know their number beforehand. */
export function bodyLength(call: Call): number {
  if (call.verified.payload.kind === 'streaming') {
    const decoded = call.header('x-amz-decoded-content-length')
    if (decoded === undefined) throw new S3Error('MissingContentLength')
    return parseLength(decoded)
  }
  if (headerValue(call.raw, 'transfer-encoding') !== undefined) {
    throw new S3Error('NotImplemented', { extra: { Header: 'Transfer-Encoding' } })
  }
  const length = headerValue(call.raw, 'content-length')
  if (length === undefined) throw new S3Error('MissingContentLength')
  return parseLength(length)
}

function parseLength(text: string): number {
  const length = Number(text)
  if (!/^\d{1,15}$/.test(text)) throw new S3Error('InvalidArgument', { message: `Invalid length: ${text}` })
  return length
}

export function tooLarge(size: number, max: number): S3Error {
  return new S3Error('EntityTooLarge', { extra: { ProposedSize: String(size), MaxSizeAllowed: String(max) } })
}

function decodedBody(call: Call, decodedLength: number, check: DigestCheck): AsyncIterable<Buffer> {
  const { payload } = call.verified
  const incoming = incomingBody(call.http)
  if (payload.kind !== 'streaming') return incoming
  const decoder = decodeChunked({
    payload,
    decodedLength,
    trailerNames: trailerNames(call),
    onTrailers: (trailers) => check.setTrailers(trailers),
  })
  // The iteration below sees every failure; this callback only keeps it from counting as unhandled.
  pipeline(Readable.from(incoming), decoder, () => undefined)
  return decoder
}
