import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { required, translated } from './errors.ts'
import type { Storage } from './storage.ts'
import { bareEtag, keyFromWire } from './wire.ts'

export type ListedObject = { key: string; size: number; etag: string; lastModified: Date }

/** Every object, page by page, in the order of the keys' UTF-8 bytes. `startAfter` itself is left out. */
export async function* listObjects(
  storage: Storage,
  { prefix, startAfter }: { prefix?: string; startAfter?: string } = {},
): AsyncIterable<ListedObject> {
  let token: string | undefined
  do {
    const command = new ListObjectsV2Command({
      Bucket: storage.bucket,
      Prefix: prefix,
      StartAfter: startAfter,
      EncodingType: 'url',
      ContinuationToken: token,
    })
    const page = await translated('ListObjectsV2', () => storage.client.send(command))
    for (const object of page.Contents ?? []) {
      yield {
        key: keyFromWire(required(object.Key, 'ListObjectsV2', 'Key'), page.EncodingType),
        size: required(object.Size, 'ListObjectsV2', 'Size'),
        etag: bareEtag(required(object.ETag, 'ListObjectsV2', 'ETag')),
        lastModified: required(object.LastModified, 'ListObjectsV2', 'LastModified'),
      }
    }
    token = page.IsTruncated
      ? required(page.NextContinuationToken, 'ListObjectsV2', 'NextContinuationToken')
      : undefined
  } while (token !== undefined)
}
