import { receiveDocument } from '../body.ts'
import { type BucketCall, type Reply, xmlReply } from '../call.ts'
import { S3Error } from '../errors.ts'
import { element, onlyChildren, optional, parseXml, requiredText, s3Document } from '../xml.ts'

const MAX_CONFIGURATION_BYTES = 64 * 1024
const ENFORCED = 'BucketOwnerEnforced'

export function getBucketOwnershipControls(call: BucketCall): Reply {
  if (!call.bucket.settings.ownershipControls) {
    throw new S3Error('OwnershipControlsNotFoundError', { extra: { BucketName: call.bucket.name } })
  }
  return xmlReply(s3Document('OwnershipControls', element('Rule', element('ObjectOwnership', ENFORCED))))
}

/** ACLs don't exist here, so nothing but BucketOwnerEnforced can be promised. */
export async function putBucketOwnershipControls(call: BucketCall): Promise<Reply> {
  const root = parseXml(await receiveDocument(call, MAX_CONFIGURATION_BYTES), 'OwnershipControls')
  onlyChildren(root, ['Rule'])
  const rule = optional(root, 'Rule')
  if (!rule) throw new S3Error('MalformedXML')
  const ownership = requiredText(rule, 'ObjectOwnership').trim()
  if (ownership === 'BucketOwnerPreferred' || ownership === 'ObjectWriter') {
    throw new S3Error('NotImplemented', {
      message: `This server has no ACLs: ObjectOwnership must be ${ENFORCED}.`,
    })
  }
  if (ownership !== ENFORCED) throw new S3Error('MalformedXML')
  await call.bucket.changeSettings({ ownershipControls: true })
  return { status: 200 }
}

export async function deleteBucketOwnershipControls(call: BucketCall): Promise<Reply> {
  await call.bucket.changeSettings({ ownershipControls: false })
  return { status: 204 }
}
