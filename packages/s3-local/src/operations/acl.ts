import { OWNER_ID, ownerElement } from '../account.ts'
import { missingObject } from '../authorize.ts'
import { receiveDocument } from '../body.ts'
import { type BucketCall, type ObjectCall, type Reply, xmlReply } from '../call.ts'
import { refuseUnsupported } from '../description.ts'
import { S3Error } from '../errors.ts'
import { findObject } from '../store/objects.ts'
import { checkVersionId } from '../version-id.ts'
import { all, element, optional, type Parsed, parseXml, s3Document } from '../xml.ts'

const MAX_ACL_BYTES = 64 * 1024

export function getBucketAcl(): Reply {
  return xmlReply(ownerAcl())
}

export async function getObjectAcl(call: ObjectCall): Promise<Reply> {
  await demandObject(call)
  return xmlReply(ownerAcl())
}

/** Every bucket is BucketOwnerEnforced: an ACL may say again what holds anyway, and nothing else. */
export async function putBucketAcl(call: BucketCall): Promise<Reply> {
  await acceptOwnersAcl(call)
  return { status: 200 }
}

export async function putObjectAcl(call: ObjectCall): Promise<Reply> {
  await demandObject(call)
  await acceptOwnersAcl(call)
  return { status: 200 }
}

async function demandObject(call: ObjectCall): Promise<void> {
  checkVersionId(call, call.key)
  if (!(await findObject(call.bucket, call.key))) throw missingObject(call, call.bucket, call.key)
}

async function acceptOwnersAcl(call: BucketCall): Promise<void> {
  refuseUnsupported(call)
  const body = await receiveDocument(call, MAX_ACL_BYTES)
  if (call.header('x-amz-acl') !== undefined) {
    if (body.length > 0) throw new S3Error('UnexpectedContent')
    return
  }
  if (body.length === 0)
    throw new S3Error('MissingSecurityHeader', { extra: { MissingHeaderName: 'x-amz-acl' } })
  const list = optional(parseXml(body, 'AccessControlPolicy'), 'AccessControlList')
  if (!list) throw new S3Error('MalformedACLError')
  const grants = all(list, 'Grant')
  if (grants.length !== 1 || !grants.every(isOwnersGrant)) throw new S3Error('AccessControlListNotSupported')
}

function isOwnersGrant(grant: Parsed): boolean {
  const grantee = optional(grant, 'Grantee')
  const id = grantee && optional(grantee, 'ID')?.text.trim()
  return id === OWNER_ID && optional(grant, 'Permission')?.text.trim() === 'FULL_CONTROL'
}

function ownerAcl(): string {
  return s3Document(
    'AccessControlPolicy',
    ownerElement(),
    element(
      'AccessControlList',
      element(
        'Grant',
        {
          ...ownerElement('Grantee'),
          attributes: {
            'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
            'xsi:type': 'CanonicalUser',
          },
        },
        element('Permission', 'FULL_CONTROL'),
      ),
    ),
  )
}
