/**
 * The condition keys that a bucket policy may use here, lower-case since keys know no case. A key that isn't
 * here is refused when the policy is put: ignored, it would open or close a bucket that its owner didn't mean to.
 * Source: AWS service authorization reference, "Condition keys for Amazon S3", and the IAM user guide, "AWS global
 * condition context keys".
 */
export const HEADER_KEYS = [
  'x-amz-acl',
  'x-amz-grant-full-control',
  'x-amz-grant-read',
  'x-amz-grant-read-acp',
  'x-amz-grant-write',
  'x-amz-grant-write-acp',
  'x-amz-metadata-directive',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-storage-class',
  'x-amz-website-redirect-location',
] as const

/** Each takes its value from the header `x-amz-object-lock-…`. */
export const OBJECT_LOCK_KEYS = [
  'object-lock-mode',
  'object-lock-retain-until-date',
  'object-lock-legal-hold',
] as const

const REQUEST_KEYS = [
  'aws:currenttime',
  'aws:epochtime',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalisawsservice',
  'aws:principaltype',
  'aws:referer',
  'aws:resourceaccount',
  'aws:securetransport',
  'aws:sourceip',
  'aws:useragent',
  'aws:userid',
  'aws:username',
  'aws:viaawsservice',
  's3:authtype',
  's3:delimiter',
  's3:if-match',
  's3:if-none-match',
  's3:max-keys',
  's3:objectcreationoperation',
  's3:prefix',
  's3:requestobjecttagkeys',
  's3:resourceaccount',
  's3:signatureage',
  's3:signatureversion',
  's3:versionid',
  's3:x-amz-content-sha256',
  's3:x-amz-copy-source',
]

/**
 * Keys that no request to this server can have, since it has no VPC, organisation, access point, session, role
 * or TLS of its own. A condition on them reads them as missing, as AWS does for such a request.
 */
const ABSENT_KEYS = [
  'aws:federatedprovider',
  'aws:multifactorauthage',
  'aws:multifactorauthpresent',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:tokenissuetime',
  'aws:vpcsourceip',
  's3:accessgrantsinstancearn',
  's3:accesspointnetworkorigin',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
  's3:object-lock-remaining-retention-days',
  's3:tlsversion',
]

const KEYS: ReadonlySet<string> = new Set([
  ...[...HEADER_KEYS, ...OBJECT_LOCK_KEYS].map((name) => `s3:${name}`),
  ...REQUEST_KEYS,
  ...ABSENT_KEYS,
])

/** `key` is lower-case. */
export function isConditionKey(key: string): boolean {
  return KEYS.has(key) || /^s3:(existing|request)objecttag\/./.test(key)
}
