type Methods = Readonly<Record<string, OperationName>>

/** Level → subresource ('' without one) → method → operation. */
export const ROUTES: Readonly<Record<'service' | 'bucket' | 'object', Readonly<Record<string, Methods>>>> = {
  service: { '': { GET: 'ListBuckets' } },
  bucket: {
    '': {
      GET: 'ListObjects',
      HEAD: 'HeadBucket',
      PUT: 'CreateBucket',
      DELETE: 'DeleteBucket',
      POST: 'PostObject',
    },
    accelerate: { GET: 'GetBucketAccelerateConfiguration' },
    acl: { GET: 'GetBucketAcl', PUT: 'PutBucketAcl' },
    cors: { GET: 'GetBucketCors', PUT: 'PutBucketCors', DELETE: 'DeleteBucketCors' },
    delete: { POST: 'DeleteObjects' },
    encryption: { GET: 'GetBucketEncryption', PUT: 'PutBucketEncryption', DELETE: 'DeleteBucketEncryption' },
    lifecycle: { GET: 'GetBucketLifecycle', PUT: 'PutBucketLifecycle', DELETE: 'DeleteBucketLifecycle' },
    location: { GET: 'GetBucketLocation' },
    logging: { GET: 'GetBucketLogging' },
    notification: { GET: 'GetBucketNotification' },
    'object-lock': { GET: 'GetObjectLockConfiguration' },
    ownershipControls: {
      GET: 'GetBucketOwnershipControls',
      PUT: 'PutBucketOwnershipControls',
      DELETE: 'DeleteBucketOwnershipControls',
    },
    policy: { GET: 'GetBucketPolicy', PUT: 'PutBucketPolicy', DELETE: 'DeleteBucketPolicy' },
    policyStatus: { GET: 'GetBucketPolicyStatus' },
    publicAccessBlock: {
      GET: 'GetPublicAccessBlock',
      PUT: 'PutPublicAccessBlock',
      DELETE: 'DeletePublicAccessBlock',
    },
    replication: { GET: 'GetBucketReplication' },
    requestPayment: { GET: 'GetBucketRequestPayment' },
    tagging: { GET: 'GetBucketTagging', PUT: 'PutBucketTagging', DELETE: 'DeleteBucketTagging' },
    uploads: { GET: 'ListMultipartUploads' },
    versioning: { GET: 'GetBucketVersioning' },
    versions: { GET: 'ListObjectVersions' },
    website: { GET: 'GetBucketWebsite' },
  },
  object: {
    '': { GET: 'GetObject', HEAD: 'HeadObject', PUT: 'PutObject', DELETE: 'DeleteObject' },
    acl: { GET: 'GetObjectAcl', PUT: 'PutObjectAcl' },
    attributes: { GET: 'GetObjectAttributes' },
    tagging: { GET: 'GetObjectTagging', PUT: 'PutObjectTagging', DELETE: 'DeleteObjectTagging' },
    uploads: { POST: 'CreateMultipartUpload' },
    uploadId: {
      GET: 'ListParts',
      PUT: 'UploadPart',
      POST: 'CompleteMultipartUpload',
      DELETE: 'AbortMultipartUpload',
    },
  },
}

/** Subresources of S3 that this server doesn't have: asking for one is an error, never ignored. */
const MISSING = [
  'abac',
  'analytics',
  'append',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'metadataConfiguration',
  'metadataInventoryTable',
  'metadataJournalTable',
  'metadataTable',
  'metrics',
  'renameObject',
  'restore',
  'retention',
  'select',
  'session',
  'torrent',
]

const KNOWN = new Set([...MISSING, ...Object.values(ROUTES).flatMap((level) => Object.keys(level))])
KNOWN.delete('')

/** Query parameters that choose an operation; S3 ignores those that it doesn't know. */
export function isKnownSubresource(name: string): boolean {
  return KNOWN.has(name)
}

export type OperationName =
  | 'AbortMultipartUpload'
  | 'CompleteMultipartUpload'
  | 'CopyObject'
  | 'CreateBucket'
  | 'CreateMultipartUpload'
  | 'DeleteBucket'
  | 'DeleteBucketCors'
  | 'DeleteBucketEncryption'
  | 'DeleteBucketLifecycle'
  | 'DeleteBucketOwnershipControls'
  | 'DeleteBucketPolicy'
  | 'DeleteBucketTagging'
  | 'DeleteObject'
  | 'DeleteObjects'
  | 'DeleteObjectTagging'
  | 'DeletePublicAccessBlock'
  | 'GetBucketAccelerateConfiguration'
  | 'GetBucketAcl'
  | 'GetBucketCors'
  | 'GetBucketEncryption'
  | 'GetBucketLifecycle'
  | 'GetBucketLocation'
  | 'GetBucketLogging'
  | 'GetBucketNotification'
  | 'GetBucketOwnershipControls'
  | 'GetBucketPolicy'
  | 'GetBucketPolicyStatus'
  | 'GetBucketReplication'
  | 'GetBucketRequestPayment'
  | 'GetBucketTagging'
  | 'GetBucketVersioning'
  | 'GetBucketWebsite'
  | 'GetObject'
  | 'GetObjectAcl'
  | 'GetObjectAttributes'
  | 'GetObjectLockConfiguration'
  | 'GetObjectTagging'
  | 'GetPublicAccessBlock'
  | 'HeadBucket'
  | 'HeadObject'
  | 'ListBuckets'
  | 'ListMultipartUploads'
  | 'ListObjects'
  | 'ListObjectVersions'
  | 'ListParts'
  | 'PostObject'
  | 'Preflight'
  | 'PutBucketAcl'
  | 'PutBucketCors'
  | 'PutBucketEncryption'
  | 'PutBucketLifecycle'
  | 'PutBucketOwnershipControls'
  | 'PutBucketPolicy'
  | 'PutBucketTagging'
  | 'PutObject'
  | 'PutObjectAcl'
  | 'PutObjectTagging'
  | 'PutPublicAccessBlock'
  | 'UploadPart'
  | 'UploadPartCopy'
