import { randomUUID } from 'node:crypto'
import * as SDK from '@aws-sdk/client-s3'
import { expect, onTestFinished } from 'vitest'
import * as S from '../index.ts'
import { put, send } from './http.ts'
import { clause, newKey, type Store } from './stores.ts'

const ORIGINS = ['http://localhost:5173', 'http://admin.localhost:5174']
const SKIPPED = { 's3-local': [], ceph: ['public-access-block', 'encryption'] }

export function bucketContract(store: Store, storage: S.Storage): void {
  const newBucket = () => {
    const fresh = store.open({ bucket: `contract-${randomUUID()}` })
    onTestFinished(async () => {
      await fresh.client
        .send(new SDK.DeleteBucketCommand({ Bucket: fresh.bucket }))
        .finally(() => S.destroyStorage(fresh))
    })
    return fresh
  }
  const settings = async ({ client, bucket: Bucket }: S.Storage) => ({
    cors: (await client.send(new SDK.GetBucketCorsCommand({ Bucket }))).CORSRules,
    policy: JSON.parse((await client.send(new SDK.GetBucketPolicyCommand({ Bucket }))).Policy ?? ''),
    lifecycle: (await client.send(new SDK.GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules,
    access: (await client.send(new SDK.GetPublicAccessBlockCommand({ Bucket })))
      .PublicAccessBlockConfiguration,
    encryption: (await client.send(new SDK.GetBucketEncryptionCommand({ Bucket })))
      .ServerSideEncryptionConfiguration,
  })

  clause(store, 'is created with its settings, and a repetition changes nothing', {
    async holds() {
      const fresh = newBucket()
      expect(await S.setUpBucket(fresh, { origins: ORIGINS })).toEqual({ skipped: SKIPPED[store.name] })
      const first = await settings(fresh)
      expect(first.access).toMatchObject({ IgnorePublicAcls: true, BlockPublicPolicy: false })
      expect(first.lifecycle).toMatchObject([{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 14 } }])
      expect(await S.setUpBucket(fresh, { origins: ORIGINS })).toEqual({ skipped: SKIPPED[store.name] })
      expect(await settings(fresh)).toEqual(first)
    },
  })

  const protect = async () => {
    const fresh = newBucket()
    await S.setUpBucket(fresh, { origins: ORIGINS })
    return settings(fresh)
  }
  clause(store, 'refuses public ACLs', {
    async holds() {
      expect((await protect()).access).toMatchObject({ BlockPublicAcls: true, IgnorePublicAcls: true })
    },
    gaps: {
      ceph: {
        says: "BlockPublicAcls turns the owner's writes away, so ACLs are ignored instead",
        async actual() {
          expect((await protect()).access).toMatchObject({ BlockPublicAcls: false, IgnorePublicAcls: true })
        },
      },
    },
  })
  clause(store, 'encrypts at rest by default', {
    async holds() {
      expect((await protect()).encryption?.Rules).toMatchObject([
        { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
      ])
    },
    gaps: {
      ceph: {
        says: 'there is no default encryption without a key service',
        async actual() {
          expect((await protect()).encryption?.Rules ?? []).toEqual([])
        },
      },
    },
  })

  clause(store, "keeps its operator's own rules, and replaces ours", {
    async holds() {
      const fresh = newBucket()
      await S.setUpBucket(fresh, { origins: ['https://old.example.com'] })
      const { client, bucket: Bucket } = fresh
      const before = await settings(fresh)
      const theirs = {
        cors: { ID: 'theirs', AllowedMethods: ['GET'], AllowedOrigins: ['https://cdn.example.com'] },
        lifecycle: {
          ID: 'theirs',
          Status: 'Enabled' as const,
          Filter: { Prefix: 'logs/' },
          Expiration: { Days: 30 },
        },
        policy: {
          Sid: 'Theirs',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:DeleteObject',
          Resource: `arn:aws:s3:::${Bucket}/kept/*`,
        },
      }
      await client.send(
        new SDK.PutBucketCorsCommand({
          Bucket,
          CORSConfiguration: { CORSRules: [...(before.cors ?? []), theirs.cors] },
        }),
      )
      await client.send(
        new SDK.PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: { Rules: [theirs.lifecycle] },
        }),
      )
      await client.send(
        new SDK.PutBucketPolicyCommand({
          Bucket,
          Policy: JSON.stringify({ ...before.policy, Statement: [theirs.policy] }),
        }),
      )
      await S.setUpBucket(fresh, { origins: ORIGINS })
      const after = await settings(fresh)
      const origins = after.cors?.flatMap(({ AllowedOrigins }) => AllowedOrigins)
      expect(new Set(origins)).toEqual(new Set([...ORIGINS, 'https://cdn.example.com']))
      expect(after.cors).toHaveLength(2)
      expect(new Set(after.lifecycle?.map(({ ID }) => ID))).toEqual(
        new Set(['holdall-abort-stale-multipart', 'theirs']),
      )
      const ids = after.policy.Statement.map(({ Sid }: { Sid: string }) => Sid)
      expect(new Set(ids)).toEqual(new Set(['HoldallPublicRead', 'Theirs']))
    },
  })

  clause(store, 'lets anybody read what is under public/, and do nothing else', {
    async holds() {
      const key = `public/contract/${randomUUID()}`
      const signed = await S.presignPut(storage, { key, size: 4, contentType: 'text/plain', expiresIn: 60 })
      expect(await put(signed, 'open')).toMatchObject({ status: 200 })
      const url = S.objectUrl(storage, { key })
      expect(await send('GET', url)).toMatchObject({ status: 200, body: 'open' })
      expect(await send('HEAD', url)).toMatchObject({ status: 200 })
      for (const method of ['PUT', 'DELETE']) {
        expect(await send(method, url, { body: '' }), method).toMatchObject({ status: 403 })
      }
      expect(await send('GET', storage.baseUrl.href)).toMatchObject({ status: 403 })
      expect(await send('GET', `${storage.baseUrl.href}?policy`)).toMatchObject({ status: 403 })
    },
  })

  clause(store, 'tells browsers that our origins may use it, and no other', {
    async holds() {
      const key = newKey()
      const signed = await S.presignPut(storage, { key, size: 4, contentType: 'text/plain', expiresIn: 60 })
      const preflight = (origin: string, headers: string) =>
        send('OPTIONS', signed.url, {
          headers: {
            origin,
            'access-control-request-method': 'PUT',
            'access-control-request-headers': headers,
          },
        })
      const [origin = ''] = ORIGINS
      const asked = 'content-type,if-none-match,x-amz-checksum-sha256'
      const allowed = await preflight(origin, asked)
      expect(allowed).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': origin } })
      expect(await preflight('https://evil.example.com', asked)).toMatchObject({ status: 403 })
      expect(await preflight(origin, 'x-amz-acl')).toMatchObject({ status: 403 })
      const answer = await put(signed, 'body', { origin })
      expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': origin } })
      const exposed = String(answer.headers['access-control-expose-headers']).toLowerCase()
      for (const name of ['etag', 'x-amz-checksum-sha256', 'x-amz-request-id'])
        expect(exposed).toContain(name)
    },
  })

  clause(store, 'answers under its own host name, too', {
    async holds() {
      const { port } = new URL(store.endpoint)
      const virtual = store.open({ endpoint: `http://localhost:${port}`, forcePathStyle: false })
      const key = `private/contract/${randomUUID()} ü+`
      const signed = await S.presignPut(virtual, { key, size: 4, contentType: 'text/plain', expiresIn: 60 })
      expect(new URL(signed.url).host).toBe(`${virtual.bucket}.localhost:${port}`)
      expect(await put(signed, 'host')).toMatchObject({ status: 200 })
      const { url } = await S.presignGet(virtual, { key, expiresIn: 60, fileName: 'a.txt' })
      expect(await send('GET', url)).toMatchObject({ status: 200, body: 'host' })
      expect(await S.headObject(storage, { key })).toMatchObject({ size: 4 })
    },
  })

  clause(store, 'is ready when it is there, and says what is wrong when not', {
    async holds() {
      await S.checkBucket(storage)
      const missing = store.open({ bucket: `missing-${randomUUID()}` })
      await expect(S.checkBucket(missing)).rejects.toMatchObject({
        name: 'StorageError',
        code: 'NotFound',
        status: 404,
      })
      const { accessKeyId } = await storage.client.config.credentials()
      const forger = store.open({ credentials: { accessKeyId, secretAccessKey: 'not-the-secret' } })
      await expect(S.checkBucket(forger)).rejects.toMatchObject({
        code: 'AccessDenied',
        status: 403,
        retryable: false,
      })
    },
  })
}
