import { ownerElement } from '../account.ts'
import { receiveDocument } from '../body.ts'
import { type BucketCall, type Call, type Reply, xmlReply } from '../call.ts'
import { asksForAccessList, refuseUnsupported } from '../description.ts'
import { S3Error } from '../errors.ts'
import { isBucketName } from '../names.ts'
import { parseBucketTags } from '../tags.ts'
import { element, fields, onlyChildren, optionalText, type Parsed, parseXml, s3Document } from '../xml.ts'

export function listBuckets(call: Call): Reply {
  const prefix = call.query.get('prefix')
  const limit = maxBuckets(call)
  const after = call.query.get('continuation-token')
  // Every bucket lies in the one region of this server.
  const all = (call.query.get('bucket-region') ?? call.server.region) === call.server.region
  const buckets = (all ? call.server.store.list() : []).filter(
    ({ name }) => name.startsWith(prefix ?? '') && (after === undefined || name > after),
  )
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
  refuseAccessLists(call)
  refuseUnsupported(call)
  if (call.header('x-amz-bucket-object-lock-enabled')?.toLowerCase() === 'true') {
    throw new S3Error('NotImplemented', { extra: { Header: 'x-amz-bucket-object-lock-enabled' } })
  }
  const body = await receiveDocument(call, MAX_CONFIGURATION_BYTES)
  const root = body.length === 0 ? null : parseXml(body, 'CreateBucketConfiguration')
  if (root) onlyChildren(root, ['LocationConstraint', 'Tags'])
  checkLocation(root, call.server.region)
  const tags = root ? parseBucketTags(root) : []
  await call.server.store.create(name, {
    createdAt: call.now.getTime(),
    settings: { ownershipControls: true, ...(tags.length > 0 && { tags }) },
  })
  return { status: 200, headers: { location: `/${name}` } }
}

/** A bucket whose owner owns everything in it has no access list but the owner's. */
function refuseAccessLists(call: Call): void {
  const ownership = call.header('x-amz-object-ownership') ?? 'BucketOwnerEnforced'
  if (ownership === 'BucketOwnerPreferred' || ownership === 'ObjectWriter') {
    throw new S3Error('NotImplemented', { extra: { Header: 'x-amz-object-ownership' } })
  }
  if (ownership !== 'BucketOwnerEnforced') {
    throw new S3Error('InvalidArgument', {
      message: `Invalid x-amz-object-ownership header: ${ownership}`,
      extra: { ArgumentName: 'x-amz-object-ownership', ArgumentValue: ownership },
    })
  }
  if (asksForAccessList(call)) throw new S3Error('InvalidBucketAclWithObjectOwnership')
}

/** us-east-1 is the one region that has no name in a location constraint; `EU` is an old one of eu-west-1. */
function checkLocation(root: Parsed | null, region: string): void {
  const location = (root && optionalText(root, 'LocationConstraint')) ?? ''
  if (region === 'us-east-1' ? location === '' : location === region) return
  if (location === '') throw new S3Error('IllegalLocationConstraintException')
  const isRegion = /^([a-z]{2}(-[a-z]+)+-\d|EU)$/.test(location) && location !== 'us-east-1'
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
