import { isAllowed } from '../authorize.ts'
import { receiveDocument } from '../body.ts'
import { type BucketCall, type Reply, xmlReply } from '../call.ts'
import { demandMatch, unquote } from '../conditions.ts'
import { S3Error } from '../errors.ts'
import { checkKey } from '../names.ts'
import { requireDigest } from '../require-digest.ts'
import { deleteObject } from '../store/objects.ts'
import { noSuchVersion } from '../version-id.ts'
import {
  all,
  element,
  fields,
  onlyChildren,
  optionalText,
  parseXml,
  requiredText,
  s3Document,
  type XmlNode,
} from '../xml.ts'

const MAX_KEYS = 1000
/** A thousand keys of a kilobyte, each byte of which XML may need six for. */
const MAX_LIST_BYTES = 8 * 1024 * 1024

/** Together they wait for one fsync. */
const AT_ONCE = 64

type Target = { key: string; versionId: string | undefined; etag: string | undefined }

/** Each key is decided for itself: one that is refused doesn't keep the others. */
export async function deleteObjects(call: BucketCall): Promise<Reply> {
  requireDigest(call)
  const { targets, quiet } = parseTargets(await receiveDocument(call, MAX_LIST_BYTES))
  const results: Array<XmlNode | null> = []
  for (let at = 0; at < targets.length; at += AT_ONCE) {
    const batch = targets.slice(at, at + AT_ONCE)
    results.push(...(await Promise.all(batch.map((target) => deleteOne(call, target, quiet)))))
  }
  return xmlReply(s3Document('DeleteResult', ...results))
}

function parseTargets(body: Buffer): { targets: Target[]; quiet: boolean } {
  const root = parseXml(body, 'Delete')
  onlyChildren(root, ['Object', 'Quiet'])
  const targets = all(root, 'Object').map((object) => {
    onlyChildren(object, ['Key', 'VersionId', 'ETag', 'LastModifiedTime', 'Size'])
    if (object.children.has('LastModifiedTime') || object.children.has('Size')) {
      throw new S3Error('NotImplemented', {
        message: 'Deleting by time or size is for directory buckets.',
      })
    }
    return {
      key: requiredText(object, 'Key'),
      versionId: optionalText(object, 'VersionId'),
      etag: optionalText(object, 'ETag'),
    }
  })
  if (targets.length === 0 || targets.length > MAX_KEYS) throw new S3Error('MalformedXML')
  return { targets, quiet: optionalText(root, 'Quiet')?.trim().toLowerCase() === 'true' }
}

async function deleteOne(call: BucketCall, target: Target, quiet: boolean): Promise<XmlNode | null> {
  const { bucket } = call
  const { key, versionId, etag } = target
  try {
    if (key === '') throw new S3Error('UserKeyMustBeSpecified')
    checkKey(key)
    if (!isAllowed(call, { action: 's3:DeleteObject', bucket, key })) throw new S3Error('AccessDenied')
    if (versionId !== undefined && versionId !== 'null') throw noSuchVersion(key, versionId)
    const precondition =
      etag === undefined
        ? undefined
        : (current: { etag: string } | null) => demandMatch(unquote(etag), current, key)
    await deleteObject(call.server.store.disk, bucket, key, precondition)
  } catch (error) {
    if (!(error instanceof S3Error)) throw error
    return element(
      'Error',
      ...fields({ Key: key, VersionId: versionId, Code: error.code, Message: error.message }),
    )
  }
  return quiet ? null : element('Deleted', ...fields({ Key: key, VersionId: versionId }))
}
