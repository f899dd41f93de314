import {
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { startTestServer, type TestServer } from './test-server.ts'

const DAY_MS = 24 * 60 * 60 * 1000

const rules = (server: TestServer) =>
  server.client().send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket: server.bucket,
      LifecycleConfiguration: {
        Rules: [
          { ID: 'tmp', Status: 'Enabled', Filter: { Prefix: 'tmp/' }, Expiration: { Days: 1 } },
          {
            ID: 'tagged',
            Status: 'Enabled',
            Filter: { Tag: { Key: 'short', Value: 'yes' } },
            Expiration: { Days: 2 },
          },
          { ID: 'off', Status: 'Disabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } },
          {
            ID: 'uploads',
            Status: 'Enabled',
            Filter: { Prefix: 'up/' },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
        ],
      },
    }),
  )

test('objects expire and open uploads are aborted, each by its rule and not before', async () => {
  await using server = await startTestServer()
  await rules(server)
  for (const Key of ['tmp/a', 'tmp/b', 'kept']) {
    await server.client().send(new PutObjectCommand({ Bucket: server.bucket, Key, Body: 'x' }))
  }
  await server
    .client()
    .send(new PutObjectCommand({ Bucket: server.bucket, Key: 'labelled', Body: 'x', Tagging: 'short=yes' }))
  const started = await server
    .client()
    .send(new CreateMultipartUploadCommand({ Bucket: server.bucket, Key: 'up/a' }))
  await server.client().send(new CreateMultipartUploadCommand({ Bucket: server.bucket, Key: 'other' }))
  expect(started.AbortRuleId).toBe('uploads')
  expect(started.AbortDate?.getTime()).toBeGreaterThan(Date.now() + DAY_MS - 1000)

  const seen = async (daysLater: number) => {
    const time = Date.now() + daysLater * DAY_MS
    // Signatures are made now and judged then, so the requests come from a client with the same clock.
    await using later = await startTestServer({ dir: server.dir, now: () => new Date(time) })
    const client = later.client({ systemClockOffset: time - Date.now() })
    const objects = await client.send(new ListObjectsV2Command({ Bucket: server.bucket }))
    const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket: server.bucket }))
    return [...(objects.Contents ?? []), ...(uploads.Uploads ?? [])].map(({ Key }) => Key)
  }
  expect(await seen(0.9)).toEqual(['kept', 'labelled', 'tmp/a', 'tmp/b', 'other', 'up/a'])
  expect(await seen(2)).toEqual(['kept', 'labelled', 'other'])
  expect(await seen(3)).toEqual(['kept', 'other'])
})

test('an object says when it will expire', async () => {
  await using server = await startTestServer()
  await rules(server)
  const put = await server
    .client()
    .send(new PutObjectCommand({ Bucket: server.bucket, Key: 'tmp/a', Body: 'x' }))
  const head = await server.client().send(new HeadObjectCommand({ Bucket: server.bucket, Key: 'tmp/a' }))
  expect(put.Expiration).toMatch(/^expiry-date="\w{3}, \d\d \w{3} \d{4} 00:00:00 GMT", rule-id="tmp"$/)
  expect(head.Expiration).toBe(put.Expiration)
})
