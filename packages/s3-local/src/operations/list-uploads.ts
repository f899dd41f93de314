import { ownerElement } from '../account.ts'
import { type BucketCall, type Reply, xmlReply } from '../call.ts'
import { encodingOf, pageLimit } from '../list-query.ts'
import { compareKeys } from '../store/key-index.ts'
import type { Upload } from '../store/upload.ts'
import { element, fields, s3Document, type XmlNode } from '../xml.ts'
import { initiatorElement } from './list-parts.ts'

type Item = { key: string; upload: Upload } | { prefix: string }

/** Open uploads by key, and for one key in the order they were started. */
export function listMultipartUploads(call: BucketCall): Reply {
  const prefix = call.query.get('prefix') ?? ''
  const delimiter = call.query.get('delimiter') ?? ''
  const keyMarker = call.query.get('key-marker') ?? ''
  // Without a key marker S3 ignores the other one.
  const idMarker = keyMarker === '' ? '' : (call.query.get('upload-id-marker') ?? '')
  const limit = pageLimit(call, 'max-uploads')
  const { type, encode } = encodingOf(call)
  const uploads = [...call.bucket.uploads.values()].filter(({ key }) => key.startsWith(prefix)).sort(inOrder)
  const items = afterMarker(group(uploads, prefix, delimiter), uploads, { keyMarker, idMarker })
  const page = items.slice(0, limit)
  const truncated = limit > 0 && items.length > limit
  const last = page.at(-1)
  return xmlReply(
    s3Document(
      'ListMultipartUploadsResult',
      ...fields({
        Bucket: call.bucket.name,
        KeyMarker: encode(keyMarker),
        UploadIdMarker: idMarker,
        NextKeyMarker: truncated && last ? encode(nameOf(last)) : undefined,
        NextUploadIdMarker: truncated && last && 'upload' in last ? last.upload.id : undefined,
        Delimiter: delimiter === '' ? undefined : encode(delimiter),
        Prefix: encode(prefix),
        EncodingType: type,
        MaxUploads: limit,
        IsTruncated: truncated,
      }),
      ...page.map((item) => ('upload' in item ? uploadElement(item.upload, encode) : null)),
      ...page.map((item) =>
        'prefix' in item ? element('CommonPrefixes', element('Prefix', encode(item.prefix))) : null,
      ),
    ),
  )
}

function inOrder(a: Upload, b: Upload): number {
  return compareKeys(a.key, b.key) || a.initiatedAt - b.initiatedAt || compareKeys(a.id, b.id)
}

function nameOf(item: Item): string {
  return 'prefix' in item ? item.prefix : item.key
}

function group(uploads: readonly Upload[], prefix: string, delimiter: string): Item[] {
  const items: Item[] = []
  let before = ''
  for (const upload of uploads) {
    const at = delimiter === '' ? -1 : upload.key.indexOf(delimiter, prefix.length)
    const common = at < 0 ? null : upload.key.slice(0, at + delimiter.length)
    if (common === null) items.push({ key: upload.key, upload })
    else if (common !== before) items.push({ prefix: common })
    before = common ?? ''
  }
  return items
}

function afterMarker(
  items: readonly Item[],
  uploads: readonly Upload[],
  { keyMarker, idMarker }: { keyMarker: string; idMarker: string },
): Item[] {
  if (keyMarker === '') return [...items]
  const marked = uploads.find((upload) => upload.key === keyMarker && upload.id === idMarker)
  return items.filter((item) => {
    const order = compareKeys(nameOf(item), keyMarker)
    if (order !== 0 || 'prefix' in item) return order > 0
    return marked !== undefined && inOrder(item.upload, marked) > 0
  })
}

function uploadElement(upload: Upload, encode: (text: string) => string): XmlNode {
  return element(
    'Upload',
    element('Key', encode(upload.key)),
    element('UploadId', upload.id),
    initiatorElement(upload),
    ownerElement(),
    ...fields({
      StorageClass: upload.description.storageClass,
      Initiated: new Date(upload.initiatedAt).toISOString(),
      ChecksumAlgorithm: upload.checksumRequested ? upload.checksum.algorithm : undefined,
      ChecksumType: upload.checksumRequested ? upload.checksum.type : undefined,
    }),
  )
}
