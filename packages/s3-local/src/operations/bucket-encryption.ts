import { receiveDocument } from '../body.ts'
import { type BucketCall, type Reply, xmlReply } from '../call.ts'
import { S3Error } from '../errors.ts'
import { element, onlyChildren, optional, optionalText, parseXml, requiredText, s3Document } from '../xml.ts'

const MAX_ENCRYPTION_BYTES = 64 * 1024

/** Like S3 since 2023: a bucket without a setting of its own has SSE-S3. */
export function getBucketEncryption(call: BucketCall): Reply {
  const bucketKeyEnabled = call.bucket.settings.encryption?.bucketKeyEnabled ?? false
  return xmlReply(
    s3Document(
      'ServerSideEncryptionConfiguration',
      element(
        'Rule',
        element('ApplyServerSideEncryptionByDefault', element('SSEAlgorithm', 'AES256')),
        element('BucketKeyEnabled', bucketKeyEnabled),
      ),
    ),
  )
}

export async function putBucketEncryption(call: BucketCall): Promise<Reply> {
  const root = parseXml(
    await receiveDocument(call, MAX_ENCRYPTION_BYTES),
    'ServerSideEncryptionConfiguration',
  )
  onlyChildren(root, ['Rule'])
  const rule = optional(root, 'Rule')
  if (!rule) throw new S3Error('MalformedXML')
  onlyChildren(rule, ['ApplyServerSideEncryptionByDefault', 'BucketKeyEnabled'])
  const byDefault = optional(rule, 'ApplyServerSideEncryptionByDefault')
  if (!byDefault) throw new S3Error('MalformedXML')
  const algorithm = requiredText(byDefault, 'SSEAlgorithm').trim()
  if (algorithm.startsWith('aws:')) {
    throw new S3Error('NotImplemented', {
      message: `This server has no ${algorithm} encryption; it accepts AES256.`,
    })
  }
  if (algorithm !== 'AES256') throw new S3Error('MalformedXML')
  if (optional(byDefault, 'KMSMasterKeyID')) {
    throw new S3Error('InvalidArgument', {
      message:
        'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
    })
  }
  const bucketKeyEnabled = optionalText(rule, 'BucketKeyEnabled')?.trim() === 'true'
  await call.bucket.changeSettings({ encryption: { bucketKeyEnabled } })
  return { status: 200 }
}

export async function deleteBucketEncryption(call: BucketCall): Promise<Reply> {
  await call.bucket.changeSettings({ encryption: undefined })
  return { status: 204 }
}
