import { ListPartsCommand } from '@aws-sdk/client-s3'
import { isMissing, required, translated } from './errors.ts'
import type { Storage } from './storage.ts'
import { bareEtag, sha256FromWire } from './wire.ts'

export type StoredPart = {
  partNumber: number
  /** Bytes. */
  size: number
  /** Without quotes. */
  etag: string
  /** Hex; null where the server keeps none. */
  sha256: string | null
}

/** The parts that have arrived, in order. Null: there is no such upload (never was, completed, or aborted). */
export async function listParts(
  storage: Storage,
  { key, multipartId }: { key: string; multipartId: string },
): Promise<StoredPart[] | null> {
  const parts: StoredPart[] = []
  let marker: string | undefined
  try {
    do {
      const command = new ListPartsCommand({
        Bucket: storage.bucket,
        Key: key,
        UploadId: multipartId,
        PartNumberMarker: marker,
      })
      const page = await translated('ListParts', () => storage.client.send(command))
      for (const part of page.Parts ?? []) {
        parts.push({
          partNumber: required(part.PartNumber, 'ListParts', 'PartNumber'),
          size: required(part.Size, 'ListParts', 'Size'),
          etag: bareEtag(required(part.ETag, 'ListParts', 'ETag')),
          sha256: sha256FromWire(part.ChecksumSHA256),
        })
      }
      marker = page.IsTruncated
        ? required(page.NextPartNumberMarker, 'ListParts', 'NextPartNumberMarker')
        : undefined
    } while (marker !== undefined)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
  return parts
}
