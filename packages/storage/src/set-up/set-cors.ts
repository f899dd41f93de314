import { type CORSRule, GetBucketCorsCommand, PutBucketCorsCommand } from '@aws-sdk/client-s3'
import { translated } from '../errors.ts'
import type { Storage } from '../storage.ts'
import { readSetting } from './read-setting.ts'

const ID = 'holdall'

/** Lets the browser apps send bytes to the bucket and read what it answers. */
export async function setCors(storage: Storage, origins: string[]): Promise<boolean> {
  const ours = {
    ID,
    AllowedOrigins: [...new Set(origins)],
    AllowedMethods: ['GET', 'HEAD', 'PUT'],
    // What presigned requests send beyond what browsers send unasked; Range is for resumed downloads.
    AllowedHeaders: ['content-type', 'if-none-match', 'range', 'x-amz-checksum-sha256'],
    ExposeHeaders: [
      'Accept-Ranges',
      'Content-Disposition',
      'Content-Length',
      'Content-Range',
      'ETag',
      'x-amz-checksum-sha256',
      'x-amz-request-id',
    ],
    // Seconds. Browsers ask again after at most two hours anyway (Chromium's limit).
    MaxAgeSeconds: 7200,
  } satisfies CORSRule
  const before = await read(storage)
  if (before.some((rule) => fingerprint(rule) === fingerprint(ours))) return true
  // First: S3 answers by the first rule that matches.
  const CORSRules = [ours, ...before.filter((rule) => !isFormerOurs(rule, ours))]
  const command = new PutBucketCorsCommand({ Bucket: storage.bucket, CORSConfiguration: { CORSRules } })
  await translated('PutBucketCors', () => storage.client.send(command))
  return (await read(storage)).some((rule) => fingerprint(rule) === fingerprint(ours))
}

async function read(storage: Storage): Promise<CORSRule[]> {
  const command = new GetBucketCorsCommand({ Bucket: storage.bucket })
  const answer = await readSetting('GetBucketCors', () => storage.client.send(command))
  return answer?.CORSRules ?? []
}

/** Some servers forget rules' ids; there, one that differs from ours in its origins alone was ours once. */
function isFormerOurs(rule: CORSRule, ours: CORSRule): boolean {
  if (rule.ID !== undefined) return rule.ID === ID
  return fingerprint({ ...rule, AllowedOrigins: [] }) === fingerprint({ ...ours, AllowedOrigins: [] })
}

/** Equal for rules that mean the same, whatever the order and case in which the server gives them back. */
function fingerprint(rule: CORSRule): string {
  const lists = [rule.AllowedOrigins, rule.AllowedMethods, rule.AllowedHeaders, rule.ExposeHeaders]
  return JSON.stringify([
    lists.map((list) => list?.map((item) => item.toLowerCase()).sort()),
    rule.MaxAgeSeconds,
  ])
}
