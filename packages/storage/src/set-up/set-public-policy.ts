import { GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3'
import { translated } from '../errors.ts'
import type { Storage } from '../storage.ts'
import { readSetting } from './read-setting.ts'

type Statement = { Sid?: string }
type Policy = { Version: string; Statement: Statement[] }

const SID = 'HoldallPublicRead'

/**
 * Anybody may read what lies under `public/`, and only read: neither list nor write.
 *
 * There is deliberately no statement that denies old signatures (`s3:signatureAge`): each URL has its own,
 * shorter life already, and one limit for all would cut off uploads whose URLs are meant to live longer.
 */
export async function setPublicPolicy(storage: Storage): Promise<boolean> {
  const ours = {
    Sid: SID,
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: `arn:${partition(storage.region)}:s3:::${storage.bucket}/public/*`,
  }
  const before = await read(storage)
  if (hasStatement(before, ours)) return true
  const others = before?.Statement.filter(({ Sid }) => Sid !== SID) ?? []
  const policy: Policy = { Version: before?.Version ?? '2012-10-17', Statement: [...others, ours] }
  const command = new PutBucketPolicyCommand({ Bucket: storage.bucket, Policy: JSON.stringify(policy) })
  await translated('PutBucketPolicy', () => storage.client.send(command))
  return hasStatement(await read(storage), ours)
}

async function read(storage: Storage): Promise<Policy | null> {
  const command = new GetBucketPolicyCommand({ Bucket: storage.bucket })
  const answer = await readSetting('GetBucketPolicy', () => storage.client.send(command))
  // A server that doesn't know policies answers with something else: usually a listing, in XML.
  if (!answer?.Policy?.trimStart().startsWith('{')) return null
  const { Version = '2008-10-17', Statement } = JSON.parse(answer.Policy)
  return { Version, Statement: Array.isArray(Statement) ? Statement : [Statement] }
}

/** S3 keeps the document but not its layout: members may move, and single values become lists or the reverse. */
function hasStatement(policy: Policy | null, wanted: Record<string, string>): boolean {
  const found = policy?.Statement.find(({ Sid }) => Sid === wanted.Sid) as Record<string, unknown> | undefined
  return found !== undefined && Object.entries(wanted).every(([name, value]) => single(found[name]) === value)
}

function single(value: unknown): unknown {
  if (Array.isArray(value) && value.length === 1) return single(value[0])
  if (typeof value === 'object' && value !== null && 'AWS' in value) return single(value.AWS)
  return value
}

function partition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}
