import {
  DeleteObjectCommand,
  GetPublicAccessBlockCommand,
  type PublicAccessBlockConfiguration,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3'
import { StorageError, translated } from '../errors.ts'
import type { Storage } from '../storage.ts'
import { readSetting } from './read-setting.ts'

/**
 * No ACL can make anything public. The two switches about policies must be off: they would refuse, or cut down
 * to the owner's account, the one policy that opens `public/` (set-public-policy.ts).
 */
const WANTED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
} as const satisfies PublicAccessBlockConfiguration

/**
 * What is left where BlockPublicAcls turns the owner's own writes away, as Ceph 16 does: public ACLs can then be
 * set but have no effect. Found in a bucket, it says that this was tried before, so that repeating the set-up
 * never interrupts uploads.
 */
const WITHOUT_BLOCK = { ...WANTED, BlockPublicAcls: false } as const

export async function setPublicAccess(storage: Storage): Promise<boolean> {
  const before = await read(storage)
  if (isSame(before, WANTED)) return true
  if (isSame(before, WITHOUT_BLOCK)) return false
  const wroteBefore = await canWrite(storage)
  await write(storage, WANTED)
  if (!isSame(await read(storage), WANTED)) return false
  if (!wroteBefore || (await canWrite(storage))) return true
  await write(storage, WITHOUT_BLOCK)
  return false
}

async function read(storage: Storage): Promise<PublicAccessBlockConfiguration | null> {
  const command = new GetPublicAccessBlockCommand({ Bucket: storage.bucket })
  const answer = await readSetting('GetPublicAccessBlock', () => storage.client.send(command))
  return answer?.PublicAccessBlockConfiguration ?? null
}

async function write(storage: Storage, configuration: PublicAccessBlockConfiguration): Promise<void> {
  const command = new PutPublicAccessBlockCommand({
    Bucket: storage.bucket,
    PublicAccessBlockConfiguration: configuration,
  })
  await translated('PutPublicAccessBlock', () => storage.client.send(command))
}

function isSame(
  actual: PublicAccessBlockConfiguration | null,
  wanted: PublicAccessBlockConfiguration,
): boolean {
  const names = Object.keys(WANTED) as (keyof typeof WANTED)[]
  return actual !== null && names.every((name) => Boolean(actual[name]) === wanted[name])
}

/** False only when the bucket refuses it: an operator's set-up credentials may not be allowed to write objects. */
async function canWrite(storage: Storage): Promise<boolean> {
  const object = { Bucket: storage.bucket, Key: 'private/.holdall-set-up' }
  try {
    await translated('PutObject', () =>
      storage.client.send(new PutObjectCommand({ ...object, Body: '', ContentLength: 0 })),
    )
  } catch (error) {
    if (error instanceof StorageError && error.status === 403) return false
    throw error
  }
  await translated('DeleteObject', () => storage.client.send(new DeleteObjectCommand(object)))
  return true
}
