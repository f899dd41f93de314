import {
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3'
import { translated } from '../errors.ts'
import type { Storage } from '../storage.ts'
import { readSetting } from './read-setting.ts'

const ID = 'holdall-abort-stale-multipart'

/** Longer than any upload that Holdall still resumes. The sweep is quicker; this is for when no sweep runs. */
const DAYS = 14

/** Invisible parts cost money for ever unless somebody aborts their upload. */
export async function setLifecycle(storage: Storage): Promise<boolean> {
  const before = await read(storage)
  if (before.rules.some(isOurs)) return true
  const others = before.rules.filter((rule) => rule.ID !== ID)
  // S3 refuses a document in which old-style rules (Prefix) stand beside new ones (Filter).
  const wholeBucket = others.some((rule) => rule.Filter === undefined)
    ? { Prefix: '' }
    : { Filter: { Prefix: '' } }
  const ours: LifecycleRule = {
    ID,
    Status: 'Enabled',
    ...wholeBucket,
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: DAYS },
  }
  const command = new PutBucketLifecycleConfigurationCommand({
    Bucket: storage.bucket,
    LifecycleConfiguration: { Rules: [...others, ours] },
    // Left out, it would fall back to S3's default.
    TransitionDefaultMinimumObjectSize: before.minimumSize,
  })
  await translated('PutBucketLifecycleConfiguration', () => storage.client.send(command))
  return (await read(storage)).rules.some(isOurs)
}

async function read(storage: Storage) {
  const command = new GetBucketLifecycleConfigurationCommand({ Bucket: storage.bucket })
  const answer = await readSetting('GetBucketLifecycleConfiguration', () => storage.client.send(command))
  return { rules: answer?.Rules ?? [], minimumSize: answer?.TransitionDefaultMinimumObjectSize }
}

function isOurs(rule: LifecycleRule): boolean {
  const days = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation
  return rule.ID === ID && rule.Status === 'Enabled' && days === DAYS && !(rule.Filter?.Prefix ?? rule.Prefix)
}
