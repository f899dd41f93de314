import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { required, translated } from './errors.ts'
import type { Storage } from './storage.ts'
import { keyFromWire } from './wire.ts'

export type OpenMultipart = { key: string; multipartId: string; initiatedAt: Date }

/** Every multipart upload that is neither completed nor aborted, page by page, by key. */
export async function* listMultiparts(
  storage: Storage,
  { prefix }: { prefix?: string } = {},
): AsyncIterable<OpenMultipart> {
  let marker: { KeyMarker: string; UploadIdMarker?: string } | undefined
  do {
    const command = new ListMultipartUploadsCommand({
      Bucket: storage.bucket,
      Prefix: prefix,
      EncodingType: 'url',
      ...marker,
    })
    const page = await translated('ListMultipartUploads', () => storage.client.send(command))
    for (const upload of page.Uploads ?? []) {
      yield {
        key: keyFromWire(required(upload.Key, 'ListMultipartUploads', 'Key'), page.EncodingType),
        multipartId: required(upload.UploadId, 'ListMultipartUploads', 'UploadId'),
        initiatedAt: required(upload.Initiated, 'ListMultipartUploads', 'Initiated'),
      }
    }
    marker = page.IsTruncated
      ? {
          KeyMarker: keyFromWire(
            required(page.NextKeyMarker, 'ListMultipartUploads', 'NextKeyMarker'),
            page.EncodingType,
          ),
          UploadIdMarker: page.NextUploadIdMarker,
        }
      : undefined
  } while (marker !== undefined)
}
