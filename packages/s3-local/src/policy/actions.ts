import { matchWildcard } from './wildcard.ts'

/**
 * The actions that a bucket policy may name, by what they act on.
 * Source: AWS service authorization reference, "Actions, resources, and condition keys for Amazon S3".
 */
const OBJECT_ACTIONS = `
  AbortMultipartUpload BypassGovernanceRetention DeleteObject DeleteObjectTagging DeleteObjectVersion
  DeleteObjectVersionTagging GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold GetObjectRetention
  GetObjectTagging GetObjectTorrent GetObjectVersion GetObjectVersionAcl GetObjectVersionAttributes
  GetObjectVersionForReplication GetObjectVersionTagging GetObjectVersionTorrent InitiateReplication
  ListMultipartUploadParts ObjectOwnerOverrideToBucketOwner PutObject PutObjectAcl PutObjectLegalHold
  PutObjectRetention PutObjectTagging PutObjectVersionAcl PutObjectVersionTagging ReplicateDelete ReplicateObject
  ReplicateTags RestoreObject`
const BUCKET_ACTIONS = `
  CreateBucket CreateBucketMetadataTableConfiguration DeleteBucket DeleteBucketMetadataTableConfiguration
  DeleteBucketPolicy DeleteBucketWebsite GetAccelerateConfiguration GetAnalyticsConfiguration GetBucketAcl
  GetBucketCORS GetBucketLocation GetBucketLogging GetBucketMetadataTableConfiguration GetBucketNotification
  GetBucketObjectLockConfiguration GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus
  GetBucketPublicAccessBlock GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite
  GetEncryptionConfiguration GetIntelligentTieringConfiguration GetInventoryConfiguration
  GetLifecycleConfiguration GetMetricsConfiguration GetReplicationConfiguration ListBucket
  ListBucketMultipartUploads ListBucketVersions PauseReplication PutAccelerateConfiguration
  PutAnalyticsConfiguration PutBucketAcl PutBucketCORS PutBucketLogging PutBucketNotification
  PutBucketObjectLockConfiguration PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock
  PutBucketRequestPayment PutBucketTagging PutBucketVersioning PutBucketWebsite PutEncryptionConfiguration
  PutIntelligentTieringConfiguration PutInventoryConfiguration PutLifecycleConfiguration PutMetricsConfiguration
  PutReplicationConfiguration`

export type ActionTarget = 'object' | 'bucket'

const ACTIONS: ReadonlyArray<{ name: string; target: ActionTarget }> = [
  ...names(OBJECT_ACTIONS).map((name) => ({ name, target: 'object' as const })),
  ...names(BUCKET_ACTIONS).map((name) => ({ name, target: 'bucket' as const })),
]

/** What the actions that a pattern names act on; empty for a pattern that names none. */
export function actionTargets(pattern: string): ReadonlySet<ActionTarget> {
  return new Set(ACTIONS.filter(({ name }) => matchAction(pattern, name)).map(({ target }) => target))
}

/** Actions know no case, their wildcards are `*` and `?`. */
export function matchAction(pattern: string, action: string): boolean {
  return matchWildcard(pattern.toLowerCase(), action.toLowerCase())
}

function names(list: string): string[] {
  return list
    .trim()
    .split(/\s+/)
    .map((name) => `s3:${name}`)
}
