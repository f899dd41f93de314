import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketCorsCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketAclCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusal, send, startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const it = () => ({ Bucket: server.bucket })

describe('a bucket', () => {
  test('is made once, found, listed and deleted when it is empty', async () => {
    const Bucket = 'made.once-1'
    await server.client().send(new CreateBucketCommand({ Bucket }))
    expect(await refusal(server.client().send(new CreateBucketCommand({ Bucket })))).toEqual({
      code: 'BucketAlreadyOwnedByYou',
      status: 409,
    })
    expect((await server.client().send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('us-east-1')
    const { Buckets, Owner } = await server.client().send(new ListBucketsCommand({}))
    expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket, server.bucket])
    expect(Owner?.DisplayName).toBe('holdall')
    await server.client().send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x' }))
    expect(await refusal(server.client().send(new DeleteBucketCommand({ Bucket })))).toEqual({
      code: 'BucketNotEmpty',
      status: 409,
    })
  })

  test('that is deleted takes nothing more, and can be made again empty', async () => {
    const Bucket = 'comes-and-goes'
    await server.client().send(new CreateBucketCommand({ Bucket }))
    await server.client().send(new DeleteBucketCommand({ Bucket }))
    expect(
      await refusal(server.client().send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x' }))),
    ).toEqual({ code: 'NoSuchBucket', status: 404 })
    await server.client().send(new CreateBucketCommand({ Bucket }))
    await server.client().send(new DeleteBucketCommand({ Bucket }))
  })

  test.each([
    'ab',
    'Upper',
    'under_score',
    'a..b',
    '-start',
    'end-',
    '192.168.0.1',
    'xn--x',
    'x-s3alias',
    'a'.repeat(64),
  ])('can’t be called %s', async (Bucket) => {
    expect(await refusal(server.client().send(new CreateBucketCommand({ Bucket })))).toEqual({
      code: 'InvalidBucketName',
      status: 400,
    })
  })

  test('is made with tags, and not with access lists for others', async () => {
    const create = (Bucket: string, more: object) =>
      server.client().send(new CreateBucketCommand({ Bucket, ...more }))
    const TagSet = [{ Key: 'team', Value: 'a b' }]
    await create('tagged', { ACL: 'private', CreateBucketConfiguration: { Tags: TagSet } })
    expect(await server.client().send(new GetBucketTaggingCommand({ Bucket: 'tagged' }))).toMatchObject({
      TagSet,
    })
    for (const [more, code] of [
      [{ ACL: 'public-read' }, 'InvalidBucketAclWithObjectOwnership'],
      [{ GrantRead: 'id=x' }, 'InvalidBucketAclWithObjectOwnership'],
      [{ ObjectOwnership: 'Somebody' }, 'InvalidArgument'],
      [{ ACL: 'for-everybody' }, 'InvalidArgument'],
    ] as const) {
      expect(await refusal(create('refused', more))).toEqual({ code, status: 400 })
    }
  })

  test('is listed for its region alone', async () => {
    const list = async (BucketRegion: string) =>
      (await server.client().send(new ListBucketsCommand({ BucketRegion }))).Buckets ?? []
    expect((await list('us-east-1')).length).toBeGreaterThan(0)
    expect(await list('eu-west-1')).toEqual([])
  })

  test('can’t be made in another region', async () => {
    const create = (LocationConstraint: 'eu-west-1') =>
      server
        .client()
        .send(
          new CreateBucketCommand({ Bucket: 'elsewhere', CreateBucketConfiguration: { LocationConstraint } }),
        )
    expect(await refusal(create('eu-west-1'))).toMatchObject({ code: 'IllegalLocationConstraintException' })
    expect(
      (await server.client().send(new GetBucketLocationCommand(it()))).LocationConstraint,
    ).toBeUndefined()
  })
})

describe('a setting', () => {
  test('that was never put is missing under its own name', async () => {
    const code = async (call: Promise<unknown>) => (await refusal(call)).code
    expect(await code(server.client().send(new GetBucketCorsCommand(it())))).toBe('NoSuchCORSConfiguration')
    expect(await code(server.client().send(new GetBucketPolicyCommand(it())))).toBe('NoSuchBucketPolicy')
    expect(await code(server.client().send(new GetBucketLifecycleConfigurationCommand(it())))).toBe(
      'NoSuchLifecycleConfiguration',
    )
    expect(await code(server.client().send(new GetBucketTaggingCommand(it())))).toBe('NoSuchTagSet')
    expect(await code(server.client().send(new GetPublicAccessBlockCommand(it())))).toBe(
      'NoSuchPublicAccessBlockConfiguration',
    )
  })

  test('CORS reads back as it was put, until it is deleted', async () => {
    const CORSRules = [
      {
        ID: 'one',
        AllowedOrigins: ['http://localhost:3000', 'https://*.example.com'],
        AllowedMethods: ['PUT', 'GET'],
        AllowedHeaders: ['*'],
        ExposeHeaders: ['ETag'],
        MaxAgeSeconds: 600,
      },
      { AllowedOrigins: ['*'], AllowedMethods: ['HEAD'] },
    ]
    await server.client().send(new PutBucketCorsCommand({ ...it(), CORSConfiguration: { CORSRules } }))
    expect((await server.client().send(new GetBucketCorsCommand(it()))).CORSRules).toEqual(CORSRules)
    await server.client().send(new DeleteBucketCorsCommand(it()))
    expect(await refusal(server.client().send(new GetBucketCorsCommand(it())))).toMatchObject({ status: 404 })
  })

  test('lifecycle rules read back as they were put', async () => {
    const Rules = [
      {
        ID: 'abort',
        Status: 'Enabled' as const,
        Filter: { Prefix: '' },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
      {
        ID: 'old',
        Status: 'Disabled' as const,
        Prefix: 'old/',
        Expiration: { Date: new Date('2030-01-01T00:00:00Z') },
      },
      {
        ID: 'and',
        Status: 'Enabled' as const,
        Filter: { And: { Prefix: 'tmp/', Tags: [{ Key: 'a', Value: 'b' }], ObjectSizeGreaterThan: 5 } },
        Expiration: { Days: 3 },
      },
    ]
    await server
      .client()
      .send(new PutBucketLifecycleConfigurationCommand({ ...it(), LifecycleConfiguration: { Rules } }))
    expect((await server.client().send(new GetBucketLifecycleConfigurationCommand(it()))).Rules).toEqual(
      Rules,
    )
    await server.client().send(new DeleteBucketLifecycleCommand(it()))
  })

  test.each([
    [
      'a transition',
      { Filter: { Prefix: '' }, Transitions: [{ Days: 1, StorageClass: 'GLACIER' as const }] },
      'NotImplemented',
    ],
    ['no action', { Filter: { Prefix: '' } }, 'InvalidArgument'],
    ['no scope', { Expiration: { Days: 1 } }, 'MalformedXML'],
    ['no days', { Filter: { Prefix: '' }, Expiration: { Days: 0 } }, 'InvalidArgument'],
  ])('a lifecycle rule with %s is refused', async (_, rule, code) => {
    const LifecycleConfiguration = { Rules: [{ Status: 'Enabled' as const, ...rule }] }
    const put = server
      .client()
      .send(new PutBucketLifecycleConfigurationCommand({ ...it(), LifecycleConfiguration }))
    expect(await refusal(put)).toMatchObject({ code })
  })

  test('a policy reads back byte for byte, with its status', async () => {
    const Policy = `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::${server.bucket}/public/*" }] }`
    await server.client().send(new PutBucketPolicyCommand({ ...it(), Policy }))
    expect((await server.client().send(new GetBucketPolicyCommand(it()))).Policy).toBe(Policy)
    // Not every SDK reads a boolean in capitals.
    const status = await send(await getSignedUrl(server.client(), new GetBucketPolicyStatusCommand(it())))
    expect(status.text).toContain('<IsPublic>true</IsPublic>')
    await server.client().send(new DeleteBucketPolicyCommand(it()))
  })

  test('encryption, tags and the public access block read back; a new bucket has SSE-S3', async () => {
    const before = await server.client().send(new GetBucketEncryptionCommand(it()))
    expect(
      before.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
    ).toBe('AES256')
    const encrypt = (SSEAlgorithm: 'AES256' | 'aws:kms') =>
      server.client().send(
        new PutBucketEncryptionCommand({
          ...it(),
          ServerSideEncryptionConfiguration: {
            Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm }, BucketKeyEnabled: true }],
          },
        }),
      )
    await encrypt('AES256')
    expect(
      (await server.client().send(new GetBucketEncryptionCommand(it()))).ServerSideEncryptionConfiguration
        ?.Rules?.[0]?.BucketKeyEnabled,
    ).toBe(true)
    expect(await refusal(encrypt('aws:kms'))).toMatchObject({ code: 'NotImplemented' })

    const TagSet = [{ Key: 'team', Value: 'a b' }]
    await server.client().send(new PutBucketTaggingCommand({ ...it(), Tagging: { TagSet } }))
    expect((await server.client().send(new GetBucketTaggingCommand(it()))).TagSet).toEqual(TagSet)
    await server.client().send(new DeleteBucketTaggingCommand(it()))

    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    }
    await server.client().send(new PutPublicAccessBlockCommand({ ...it(), PublicAccessBlockConfiguration }))
    expect(
      (await server.client().send(new GetPublicAccessBlockCommand(it()))).PublicAccessBlockConfiguration,
    ).toEqual(PublicAccessBlockConfiguration)
    await server.client().send(new DeletePublicAccessBlockCommand(it()))
  })

  test('ACLs: the owner’s is there, a public one is refused', async () => {
    const { Grants, Owner } = await server.client().send(new GetBucketAclCommand(it()))
    expect(Grants).toMatchObject([{ Permission: 'FULL_CONTROL', Grantee: { ID: Owner?.ID } }])
    await server.client().send(new PutBucketAclCommand({ ...it(), ACL: 'private' }))
    expect(
      await refusal(server.client().send(new PutBucketAclCommand({ ...it(), ACL: 'public-read' }))),
    ).toMatchObject({ code: 'AccessControlListNotSupported' })
  })

  test('versioning is off and can’t be promised', async () => {
    expect((await server.client().send(new GetBucketVersioningCommand(it()))).Status).toBeUndefined()
    const enable = new PutBucketVersioningCommand({ ...it(), VersioningConfiguration: { Status: 'Enabled' } })
    expect(await refusal(server.client().send(enable))).toEqual({ code: 'NotImplemented', status: 501 })
  })

  test('survives a restart', async () => {
    await using first = await startTestServer()
    await first.client().send(
      new PutBucketTaggingCommand({
        Bucket: first.bucket,
        Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] },
      }),
    )
    await using second = await startTestServer({ dir: first.dir })
    expect(
      (await second.client().send(new GetBucketTaggingCommand({ Bucket: first.bucket }))).TagSet,
    ).toHaveLength(1)
  })
})
