import { createHash } from 'node:crypto'
import type { ByteRange } from './byte-range.ts'
import type { Call } from './call.ts'
import { type ChecksumAlgorithm, createHasher } from './checksums/algorithms.ts'
import type { CopySource } from './copy-source.ts'
import { createBlobWriter, duplicateBlob, readContent } from './store/blobs.ts'
import type { Bucket } from './store/bucket.ts'
import type { Content } from './store/record.ts'

export type Copied = { content: Content; size: number; md5: string; checksum: string }

/** Copies a range of a source's bytes into a bucket, reading every byte for its digests. */
export async function copyBytes(
  call: Call,
  source: CopySource,
  options: { target: Bucket; range: ByteRange; algorithm: ChecksumAlgorithm; inlineLimit?: number },
): Promise<Copied> {
  const { target, range, algorithm, inlineLimit } = options
  const writer = createBlobWriter(call.server.store.disk, target.blobsDir, inlineLimit)
  const md5 = createHash('md5')
  const hasher = createHasher(algorithm)
  try {
    for await (const chunk of readContent(source.bucket.blobsDir, source.record.content, range)) {
      md5.update(chunk)
      hasher.update(chunk)
      await writer.write(chunk)
    }
    return {
      content: await writer.finish(),
      size: range.end - range.start + 1,
      md5: md5.digest('hex'),
      checksum: hasher.digestBase64(),
    }
  } catch (error) {
    await writer.discard()
    throw error
  }
}

/** A source that was written in one piece needs no reading: its digests are known and its blob can be shared. */
export async function shareBytes(call: Call, source: CopySource, target: Bucket): Promise<Content> {
  const { content } = source.record
  if ('inline' in content) return content
  const segments = []
  for (const segment of content.segments) {
    const dirs = { from: source.bucket.blobsDir, to: target.blobsDir }
    segments.push({
      blob: await duplicateBlob(call.server.store.disk, dirs, segment.blob),
      size: segment.size,
    })
  }
  return { segments }
}
