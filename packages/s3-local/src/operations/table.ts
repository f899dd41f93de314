import type { BucketCall, Call, ObjectCall, Reply } from '../call.ts'
import type { OperationName } from '../route-table.ts'
import { abortMultipartUpload } from './abort-upload.ts'
import { getBucketAcl, getObjectAcl, putBucketAcl, putObjectAcl } from './acl.ts'
import { deleteBucketCors, getBucketCors, putBucketCors } from './bucket-cors.ts'
import { deleteBucketEncryption, getBucketEncryption, putBucketEncryption } from './bucket-encryption.ts'
import { deleteBucketLifecycle, getBucketLifecycle, putBucketLifecycle } from './bucket-lifecycle.ts'
import {
  deleteBucketPolicy,
  getBucketPolicy,
  getBucketPolicyStatus,
  putBucketPolicy,
} from './bucket-policy.ts'
import { deleteBucketTagging, getBucketTagging, putBucketTagging } from './bucket-tagging.ts'
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets.ts'
import { completeMultipartUpload } from './complete-upload.ts'
import { copyObject } from './copy-object.ts'
import { createMultipartUpload } from './create-upload.ts'
import { deleteObject } from './delete-object.ts'
import { deleteObjects } from './delete-objects.ts'
import { fixedSetting, missingSetting } from './fixed-settings.ts'
import { getObject } from './get-object.ts'
import { listObjects, listObjectVersions } from './list-objects.ts'
import { listParts } from './list-parts.ts'
import { listMultipartUploads } from './list-uploads.ts'
import { getObjectAttributes } from './object-attributes.ts'
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './object-tagging.ts'
import {
  deleteBucketOwnershipControls,
  getBucketOwnershipControls,
  putBucketOwnershipControls,
} from './ownership-controls.ts'
import { postObject } from './post-object.ts'
import { deletePublicAccessBlock, getPublicAccessBlock, putPublicAccessBlock } from './public-access-block.ts'
import { putObject } from './put-object.ts'
import { uploadPart } from './upload-part.ts'
import { uploadPartCopy } from './upload-part-copy.ts'

/** `action` is what the caller must be allowed; null where the operation itself asks, knowing more. */
type Operation =
  | { level: 'service'; run: (call: Call, bucket: string) => Reply | Promise<Reply> }
  | { level: 'bucket'; action: string | null; run: (call: BucketCall) => Reply | Promise<Reply> }
  | { level: 'object'; action: string | null; run: (call: ObjectCall) => Reply | Promise<Reply> }

function onService(run: (call: Call, bucket: string) => Reply | Promise<Reply>): Operation {
  return { level: 'service', run }
}

function onBucket(action: string | null, run: (call: BucketCall) => Reply | Promise<Reply>): Operation {
  return { level: 'bucket', action, run }
}

function onObject(action: string | null, run: (call: ObjectCall) => Reply | Promise<Reply>): Operation {
  return { level: 'object', action, run }
}

export const OPERATIONS: Readonly<Record<Exclude<OperationName, 'Preflight'>, Operation>> = {
  AbortMultipartUpload: onObject('s3:AbortMultipartUpload', abortMultipartUpload),
  CompleteMultipartUpload: onObject('s3:PutObject', completeMultipartUpload),
  CopyObject: onObject(null, copyObject),
  CreateBucket: onService(createBucket),
  CreateMultipartUpload: onObject(null, createMultipartUpload),
  DeleteBucket: onBucket('s3:DeleteBucket', deleteBucket),
  DeleteBucketCors: onBucket('s3:PutBucketCORS', deleteBucketCors),
  DeleteBucketEncryption: onBucket('s3:PutEncryptionConfiguration', deleteBucketEncryption),
  DeleteBucketLifecycle: onBucket('s3:PutLifecycleConfiguration', deleteBucketLifecycle),
  DeleteBucketOwnershipControls: onBucket('s3:PutBucketOwnershipControls', deleteBucketOwnershipControls),
  DeleteBucketPolicy: onBucket('s3:DeleteBucketPolicy', deleteBucketPolicy),
  DeleteBucketTagging: onBucket('s3:PutBucketTagging', deleteBucketTagging),
  DeleteObject: onObject('s3:DeleteObject', deleteObject),
  DeleteObjects: onBucket(null, deleteObjects),
  DeleteObjectTagging: onObject('s3:DeleteObjectTagging', deleteObjectTagging),
  DeletePublicAccessBlock: onBucket('s3:PutBucketPublicAccessBlock', deletePublicAccessBlock),
  GetBucketAccelerateConfiguration: onBucket(
    's3:GetAccelerateConfiguration',
    fixedSetting('AccelerateConfiguration'),
  ),
  GetBucketAcl: onBucket('s3:GetBucketAcl', getBucketAcl),
  GetBucketCors: onBucket('s3:GetBucketCORS', getBucketCors),
  GetBucketEncryption: onBucket('s3:GetEncryptionConfiguration', getBucketEncryption),
  GetBucketLifecycle: onBucket('s3:GetLifecycleConfiguration', getBucketLifecycle),
  GetBucketLocation: onBucket('s3:GetBucketLocation', getBucketLocation),
  GetBucketLogging: onBucket('s3:GetBucketLogging', fixedSetting('BucketLoggingStatus')),
  GetBucketNotification: onBucket('s3:GetBucketNotification', fixedSetting('NotificationConfiguration')),
  GetBucketOwnershipControls: onBucket('s3:GetBucketOwnershipControls', getBucketOwnershipControls),
  GetBucketPolicy: onBucket('s3:GetBucketPolicy', getBucketPolicy),
  GetBucketPolicyStatus: onBucket('s3:GetBucketPolicyStatus', getBucketPolicyStatus),
  GetBucketReplication: onBucket(
    's3:GetReplicationConfiguration',
    missingSetting('ReplicationConfigurationNotFoundError'),
  ),
  GetBucketRequestPayment: onBucket(
    's3:GetBucketRequestPayment',
    fixedSetting('RequestPaymentConfiguration', ['Payer', 'BucketOwner']),
  ),
  GetBucketTagging: onBucket('s3:GetBucketTagging', getBucketTagging),
  GetBucketVersioning: onBucket('s3:GetBucketVersioning', fixedSetting('VersioningConfiguration')),
  GetBucketWebsite: onBucket('s3:GetBucketWebsite', missingSetting('NoSuchWebsiteConfiguration')),
  GetObject: onObject('s3:GetObject', getObject),
  GetObjectAcl: onObject('s3:GetObjectAcl', getObjectAcl),
  GetObjectAttributes: onObject('s3:GetObject', getObjectAttributes),
  GetObjectLockConfiguration: onBucket(
    's3:GetBucketObjectLockConfiguration',
    missingSetting('ObjectLockConfigurationNotFoundError'),
  ),
  GetObjectTagging: onObject('s3:GetObjectTagging', getObjectTagging),
  GetPublicAccessBlock: onBucket('s3:GetBucketPublicAccessBlock', getPublicAccessBlock),
  HeadBucket: onBucket('s3:ListBucket', headBucket),
  HeadObject: onObject('s3:GetObject', getObject),
  ListBuckets: onService(listBuckets),
  ListMultipartUploads: onBucket('s3:ListBucketMultipartUploads', listMultipartUploads),
  ListObjects: onBucket('s3:ListBucket', listObjects),
  ListObjectVersions: onBucket('s3:ListBucketVersions', listObjectVersions),
  ListParts: onObject('s3:ListMultipartUploadParts', listParts),
  PostObject: onBucket(null, postObject),
  PutBucketAcl: onBucket('s3:PutBucketAcl', putBucketAcl),
  PutBucketCors: onBucket('s3:PutBucketCORS', putBucketCors),
  PutBucketEncryption: onBucket('s3:PutEncryptionConfiguration', putBucketEncryption),
  PutBucketLifecycle: onBucket('s3:PutLifecycleConfiguration', putBucketLifecycle),
  PutBucketOwnershipControls: onBucket('s3:PutBucketOwnershipControls', putBucketOwnershipControls),
  PutBucketPolicy: onBucket('s3:PutBucketPolicy', putBucketPolicy),
  PutBucketTagging: onBucket('s3:PutBucketTagging', putBucketTagging),
  PutObject: onObject(null, putObject),
  PutObjectAcl: onObject('s3:PutObjectAcl', putObjectAcl),
  PutObjectTagging: onObject(null, putObjectTagging),
  PutPublicAccessBlock: onBucket('s3:PutBucketPublicAccessBlock', putPublicAccessBlock),
  UploadPart: onObject('s3:PutObject', uploadPart),
  UploadPartCopy: onObject(null, uploadPartCopy),
}
