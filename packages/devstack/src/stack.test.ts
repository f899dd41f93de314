import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createEmptyDatabase } from '@holdall/db/testing'
import { createStorage, destroyStorage, listObjects } from '@holdall/storage'
import { expect, inject, onTestFinished, test } from 'vitest'
import { type Stack, type StackOptions, startStack } from './stack.ts'
import { query, temporaryFolder } from './testing.ts'

const ORIGINS = ['http://localhost:5173', 'http://admin.localhost:5174']

async function start(dir: string, env: StackOptions['env'] = {}): Promise<Stack> {
  const stack = await startStack({ dir, ports: { postgres: 0, s3: 0 }, env, origins: ORIGINS, log: () => {} })
  onTestFinished(stack.stop)
  return stack
}

test('the stack is migrated and has its bucket, and a second one on its folder is refused in words', async () => {
  const dir = join(await temporaryFolder(), '.holdall')
  const stack = await start(dir)
  expect(await query(stack.databaseUrl, 'SELECT count(*)::int AS files FROM s3_files')).toEqual([
    { files: 0 },
  ])
  expect(await keys(stack.env)).toEqual([])
  await expect(start(dir)).rejects.toThrow(`Holdall runs here already (process ${process.pid})`)
})

test('secrets are made once, for their owner alone, so that sessions and URLs outlive a restart', async () => {
  const dir = join(await temporaryFolder(), '.holdall')
  const first = await start(dir)
  await first.stop()
  const second = await start(dir)
  for (const name of ['AUTH_SECRET', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
    expect(second.env[name], name).toBe(first.env[name])
  }
  expect((await stat(join(dir, 'secrets.json'))).mode & 0o777).toBe(0o600)
  expect(await readFile(join(dir, 'secrets.json'), 'utf8')).toContain(first.env.AUTH_SECRET)
})

test('with DATABASE_URL set only the S3 server is embedded, and with a bucket of yours only Postgres', async () => {
  await using database = await createEmptyDatabase(inject('postgresUrl'))
  const withDatabase = await start(join(await temporaryFolder(), 'a'), { DATABASE_URL: database.url })
  expect(withDatabase.databaseUrl).toBe(database.url)
  expect(withDatabase.summary.postgres).toContain('yours')
  expect(await query(database.url, 'SELECT count(*)::int AS files FROM s3_files')).toEqual([{ files: 0 }])

  const s3 = inject('s3')
  const bucket = {
    S3_ENDPOINT: s3.endpoint,
    S3_BUCKET_NAME: 'a-bucket-of-yours',
    AWS_REGION: s3.region,
    AWS_ACCESS_KEY_ID: s3.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
  }
  const withBucket = await start(join(await temporaryFolder(), 'b'), bucket)
  expect(withBucket.env).toMatchObject(bucket)
  expect(await keys(withBucket.env)).toEqual([])
})

test('half of a bucket of yours is refused in words', async () => {
  const dir = await temporaryFolder()
  await expect(start(dir, { S3_ENDPOINT: 'http://127.0.0.1:1' })).rejects.toThrow(
    'Your bucket needs S3_BUCKET_NAME and AWS_REGION too',
  )
})

async function keys(env: StackOptions['env']): Promise<string[]> {
  const storage = createStorage({
    bucket: env.S3_BUCKET_NAME ?? '',
    region: env.AWS_REGION ?? '',
    endpoint: env.S3_ENDPOINT,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    },
  })
  const found: string[] = []
  for await (const { key } of listObjects(storage, {})) found.push(key)
  destroyStorage(storage)
  return found
}
