import { discardContent, MAX_PUT_BYTES } from '../body.ts'
import { type ObjectCall, type Reply, xmlReply } from '../call.ts'
import { checksumElement, parseAlgorithm } from '../checksums/algorithms.ts'
import { writeCondition } from '../conditions.ts'
import { copyBytes, shareBytes } from '../copy-bytes.ts'
import { type CopySource, openCopySource } from '../copy-source.ts'
import { describeObject } from '../description.ts'
import { S3Error } from '../errors.ts'
import { expirationHeader } from '../lifecycle.ts'
import type { ObjectDescription, ObjectRecord, StoredChecksum } from '../store/record.ts'
import { DEFAULT_ALGORITHM, storeObject, wholeSeconds } from '../write-object.ts'
import { element, fields, s3Document } from '../xml.ts'
import { authorizeWrite } from './put-object.ts'

export async function copyObject(call: ObjectCall): Promise<Reply> {
  const { bucket, key } = call
  const given = describeObject(call)
  const directives = readDirectives(call)
  authorizeWrite(call, directives.tags === 'REPLACE' ? given.tags : [])
  const source = await openCopySource(call)
  try {
    if (source.record.size > MAX_PUT_BYTES) {
      throw new S3Error('InvalidRequest', {
        message: `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_PUT_BYTES}`,
      })
    }
    refuseNoChange(call, source, directives)
    const record = await copyOnto(call, source, mergeDescriptions(given, source.record, directives))
    return xmlReply(
      s3Document(
        'CopyObjectResult',
        ...fields({ LastModified: new Date(record.lastModified).toISOString(), ETag: `"${record.etag}"` }),
        record.checksum ? element(checksumElement(record.checksum.algorithm), record.checksum.value) : null,
        record.checksum ? element('ChecksumType', record.checksum.type) : null,
      ),
      {
        'x-amz-server-side-encryption': 'AES256',
        'x-amz-expiration': expirationHeader(bucket, { ...record, key }),
      },
    )
  } finally {
    await source.close()
  }
}

type Directives = { metadata: 'COPY' | 'REPLACE'; tags: 'COPY' | 'REPLACE' }

function readDirectives(call: ObjectCall): Directives {
  return {
    metadata: directive(call, 'x-amz-metadata-directive', 'metadata'),
    tags: directive(call, 'x-amz-tagging-directive', 'tagging'),
  }
}

function directive(call: ObjectCall, header: string, what: string): 'COPY' | 'REPLACE' {
  const value = call.header(header) ?? 'COPY'
  if (value === 'COPY' || value === 'REPLACE') return value
  throw new S3Error('InvalidArgument', {
    message: `Unknown ${what} directive.`,
    extra: { ArgumentName: header, ArgumentValue: value },
  })
}

function refuseNoChange(call: ObjectCall, source: CopySource, directives: Directives): void {
  const ontoItself = source.bucket === call.bucket && source.key === call.key
  const changes =
    directives.metadata === 'REPLACE' ||
    directives.tags === 'REPLACE' ||
    [
      'x-amz-storage-class',
      'x-amz-website-redirect-location',
      'x-amz-server-side-encryption',
      'x-amz-checksum-algorithm',
    ].some((name) => call.header(name) !== undefined)
  if (ontoItself && !changes) {
    throw new S3Error('InvalidRequest', {
      message:
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    })
  }
}

/** The storage class and the redirect are never copied. */
function mergeDescriptions(
  given: ObjectDescription,
  source: ObjectRecord,
  directives: Directives,
): ObjectDescription {
  const { 'x-amz-website-redirect-location': _, ...sourceHeaders } = source.headers
  const redirect: string | undefined = given.headers['x-amz-website-redirect-location']
  return {
    headers:
      directives.metadata === 'REPLACE'
        ? given.headers
        : {
            ...sourceHeaders,
            ...(redirect !== undefined && { 'x-amz-website-redirect-location': redirect }),
          },
    metadata: directives.metadata === 'REPLACE' ? given.metadata : source.metadata,
    tags: directives.tags === 'REPLACE' ? given.tags : source.tags,
    storageClass: given.storageClass,
  }
}

async function copyOnto(
  call: ObjectCall,
  source: CopySource,
  description: ObjectDescription,
): Promise<ObjectRecord> {
  const { bucket, key } = call
  const condition = writeCondition(call, bucket, key)
  try {
    const bytes = await takeBytes(call, source)
    const record: ObjectRecord = {
      ...description,
      ...bytes,
      key,
      lastModified: wholeSeconds(call.server.now()),
      size: source.record.size,
    }
    await storeObject(call, record, { condition, abandon: () => discardContent(bucket, bytes.content) })
    return record
  } finally {
    condition.release()
  }
}

/** A copy is one piece, whatever its source was: its ETag is an MD5 and its checksum covers the whole object. */
async function takeBytes(
  call: ObjectCall,
  source: CopySource,
): Promise<Pick<ObjectRecord, 'content' | 'etag' | 'checksum'>> {
  const { record } = source
  const name = call.header('x-amz-checksum-algorithm')
  const algorithm =
    name === undefined ? (record.checksum?.algorithm ?? DEFAULT_ALGORITHM) : parseAlgorithm(name)
  const isOnePiece = record.parts === undefined
  if (isOnePiece && record.checksum?.algorithm === algorithm) {
    return {
      content: await shareBytes(call, source, call.bucket),
      etag: record.etag,
      checksum: record.checksum,
    }
  }
  const copied = await copyBytes(call, source, {
    target: call.bucket,
    range: { start: 0, end: record.size - 1 },
    algorithm,
  })
  const checksum: StoredChecksum = { algorithm, type: 'FULL_OBJECT', value: copied.checksum }
  return { content: copied.content, etag: copied.md5, checksum }
}
