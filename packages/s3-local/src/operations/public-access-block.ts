import { receiveDocument } from '../body.ts'
import { type BucketCall, type Reply, xmlReply } from '../call.ts'
import { S3Error } from '../errors.ts'
import { fields, onlyChildren, optionalText, type Parsed, parseXml, s3Document } from '../xml.ts'

const MAX_CONFIGURATION_BYTES = 64 * 1024
const SETTINGS = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const

export function getPublicAccessBlock(call: BucketCall): Reply {
  const block = call.bucket.settings.publicAccessBlock
  if (!block) {
    throw new S3Error('NoSuchPublicAccessBlockConfiguration', { extra: { BucketName: call.bucket.name } })
  }
  return xmlReply(
    s3Document(
      'PublicAccessBlockConfiguration',
      ...fields({
        BlockPublicAcls: block.blockPublicAcls,
        IgnorePublicAcls: block.ignorePublicAcls,
        BlockPublicPolicy: block.blockPublicPolicy,
        RestrictPublicBuckets: block.restrictPublicBuckets,
      }),
    ),
  )
}

export async function putPublicAccessBlock(call: BucketCall): Promise<Reply> {
  const body = await receiveDocument(call, MAX_CONFIGURATION_BYTES)
  const root = parseXml(body, 'PublicAccessBlockConfiguration')
  onlyChildren(root, SETTINGS)
  await call.bucket.changeSettings({
    publicAccessBlock: {
      blockPublicAcls: flag(root, 'BlockPublicAcls'),
      ignorePublicAcls: flag(root, 'IgnorePublicAcls'),
      blockPublicPolicy: flag(root, 'BlockPublicPolicy'),
      restrictPublicBuckets: flag(root, 'RestrictPublicBuckets'),
    },
  })
  return { status: 200 }
}

export async function deletePublicAccessBlock(call: BucketCall): Promise<Reply> {
  await call.bucket.changeSettings({ publicAccessBlock: undefined })
  return { status: 204 }
}

function flag(root: Parsed, name: (typeof SETTINGS)[number]): boolean {
  const text = (optionalText(root, name) ?? 'false').trim().toLowerCase()
  if (text !== 'true' && text !== 'false') throw new S3Error('MalformedXML')
  return text === 'true'
}
