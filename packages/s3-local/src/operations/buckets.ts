import { ownerElement } from '../account.ts'
import { receiveDocument } from '../body.ts'
import { type BucketCall, type Call, type Reply, xmlReply } from '../call.ts'
import { refuseUnsupported } from '../description.ts'
import { S3Error } from '../errors.ts'
import { isBucketName } from '../names.ts'
import { element, fields, onlyChildren, optionalText, parseXml, s3Document } from '../xml.ts'

export function listBuckets(call: Call): Reply {
  const prefix = call.query.get('prefix')
  const limit = maxBuckets(call)
  const after = call.query.get('continuation-token')
  const buckets = call.server.store
    .list()
    .filter(({ name }) => name.startsWith(prefix ?? '') && (after === undefined || name > after))
  const page = buckets.slice(0, limit)
  return xmlReply(
    s3Document(
      'ListAllMyBucketsResult',
      ownerElement(),
      element(
        'Buckets',
        ...page.map((bucket) =>
          element(
            'Bucket',
            ...fields({
              Name: bucket.name,
              CreationDate: new Date(bucket.createdAt).toISOString(),
              BucketRegion: call.server.region,
            }),
          ),
        ),
      ),
      ...fields({
        Prefix: prefix,
        ContinuationToken: buckets.length > limit ? page.at(-1)?.name : undefined,
      }),
    ),
  )
}

function maxBuckets(call: Call): number {
  const text = call.query.get('max-buckets') ?? '10000'
  const limit = Number(text)
  if (/^\d+$/.test(text) && limit >= 1 && limit <= 10_000) return limit
  throw new S3Error('InvalidArgument', {
    message: 'Argument max-buckets must be an integer between 1 and 10000',
    extra: { ArgumentName: 'max-buckets', ArgumentValue: text },
  })
}

const MAX_CONFIGURATION_BYTES = 64 * 1024

export async function createBucket(call: Call, name: string): Promise<Reply> {
  if (!isBucketName(name)) throw new S3Error('InvalidBucketName', { extra: { BucketName: name } })
  refuseUnsupported(call)
  const ownership = call.header('x-amz-object-ownership') ?? 'BucketOwnerEnforced'
  if (ownership !== 'BucketOwnerEnforced') {
    throw new S3Error('NotImplemented', { extra: { Header: 'x-amz-object-ownership' } })
  }
  if (call.header('x-amz-bucket-object-lock-enabled')?.toLowerCase() === 'true') {
    throw new S3Error('NotImplemented', { extra: { Header: 'x-amz-bucket-object-lock-enabled' } })
  }
  checkLocation(await receiveDocument(call, MAX_CONFIGURATION_BYTES), call.server.region)
  await call.server.store.create(name, {
    createdAt: call.now.getTime(),
    settings: { ownershipControls: true },
  })
  return { status: 200, headers: { location: `/${name}` } }
}

/** us-east-1 is the one region that has no name in a location constraint. */
function checkLocation(body: Buffer, region: string): void {
  if (body.length === 0) {
    if (region !== 'us-east-1') throw new S3Error('IllegalLocationConstraintException')
    return
  }
  const root = parseXml(body, 'CreateBucketConfiguration')
  onlyChildren(root, ['LocationConstraint'])
  const location = optionalText(root, 'LocationConstraint') ?? ''
  if (location === region && region !== 'us-east-1') return
  if (location === '' && region === 'us-east-1') return
  const isRegion = /^[a-z]{2}(-[a-z]+)+-\d$/.test(location) && location !== 'us-east-1'
  if (isRegion) {
    throw new S3Error('IllegalLocationConstraintException', {
      message: `The ${location} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    })
  }
  throw new S3Error('InvalidLocationConstraint', { extra: { LocationConstraint: location } })
}

export function headBucket(call: BucketCall): Reply {
  return {
    status: 200,
    headers: {
      'x-amz-bucket-region': call.server.region,
      'x-amz-access-point-alias': 'false',
      'content-type': 'application/xml',
    },
  }
}

export async function deleteBucket(call: BucketCall): Promise<Reply> {
  await call.server.store.remove(call.bucket)
  return { status: 204 }
}

export function getBucketLocation(call: BucketCall): Reply {
  const { region } = call.server
  return xmlReply(s3Document('LocationConstraint', region === 'us-east-1' ? null : region))
}
