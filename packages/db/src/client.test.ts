import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { closeDb, createDb, type Db, type DbOptions } from './client.ts'
import { adapterFor, pgConnectionString } from './connection.ts'
import { Prisma } from './generated/client.ts'
import { createTestDatabase, startWsProxy, type WsProxy } from './testing.ts'

let proxy: WsProxy
beforeAll(async () => {
  proxy = await startWsProxy(inject('postgresUrl'))
})
afterAll(async () => {
  await proxy[Symbol.asyncDispose]()
})

const file = { objectKey: 'private/u1/1', fileUrl: 'https://b/private/u1/1', userId: 'u1', name: 'a.txt' }

describe.each(['pg', 'neon'] as const)('over %s', (adapter) => {
  async function open(options: DbOptions = {}) {
    const database = await createTestDatabase(inject('postgresUrl'))
    const db = createDb(database.url, { adapter, ...options })
    return {
      db,
      url: database.url,
      async [Symbol.asyncDispose]() {
        await closeDb(db)
        await database[Symbol.asyncDispose]()
      },
    }
  }

  test('what is written is read back, to the byte and the millisecond', async () => {
    await using t = await open()
    const written = {
      ...file,
      publicId: '0191b6c5-3a6f-7c3e-9d7a-2f0c1b9e8d77',
      name: 'Ünï 文件 🦫\u0301 "\'\\%_.txt',
      contentType: 'text/plain; charset=utf-8',
      kind: 'text',
      size: 9_007_199_254_740_993n,
      sha256: 'a'.repeat(64),
      etag: '"x"',
      visibility: 'public',
      uploadedAt: new Date('2026-03-29T01:59:59.999Z'),
      verifiedAt: new Date('1999-12-31T23:59:59.001Z'),
    } as const
    const created = await t.db.s3File.create({ data: written })
    expect(created).toMatchObject(written)
    expect(await t.db.s3File.findUnique({ where: { publicId: written.publicId } })).toEqual(created)
    const [raw] = await t.db.$queryRaw<object[]>`
      SELECT size, file_name, upload_timestamp, public_id, visibility FROM s3_files`
    expect(raw).toEqual({
      size: written.size,
      file_name: written.name,
      upload_timestamp: written.uploadedAt,
      public_id: written.publicId,
      visibility: 'public',
    })
    const changed = await t.db.s3File.update({ where: { id: created.id }, data: { size: { increment: 1n } } })
    expect(changed.size).toBe(written.size + 1n)
    await t.db.s3File.delete({ where: { id: created.id } })
    expect(await t.db.s3File.count()).toBe(0)
  })

  test('times are right whatever time zone the database is set to', async () => {
    await using t = await open()
    const admin = new pg.Client({ connectionString: t.url })
    await admin.connect()
    await admin.query(
      "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), 'Asia/Kolkata'); END $$",
    )
    const uploadedAt = new Date('2026-07-01T12:00:00.123Z')
    const created = await t.db.s3File.create({ data: { ...file, uploadedAt } })
    expect(created.uploadedAt).toEqual(uploadedAt)
    const where = { uploadedAt: { gte: uploadedAt, lte: uploadedAt } }
    expect(await t.db.s3File.count({ where })).toBe(1)
    expect(
      await t.db.$queryRaw`SELECT 1 AS one FROM s3_files WHERE upload_timestamp = ${uploadedAt}`,
    ).toHaveLength(1)
    const epoch = 'SELECT extract(epoch FROM upload_timestamp) * 1000 AS ms FROM s3_files'
    expect(Number((await admin.query(epoch)).rows[0].ms)).toBe(uploadedAt.getTime())
    await admin.end()
  })

  test('JSON comes back as it went in', async () => {
    await using t = await open()
    const event = {
      publicId: '0191b6c5-3a6f-7c3e-9d7a-2f0c1b9e8d77',
      at: new Date(),
      actorRole: 'system',
    } as const
    const before = { name: 'Ü', deep: [1, null, { x: '2026-01-01T00:00:00.000Z' }] }
    const target = { action: 'file.purge', targetType: 'file', targetId: '1' }
    const { id } = await t.db.auditEvent.create({
      data: { ...event, ...target, before, after: Prisma.JsonNull },
    })
    expect(id).toBe(1n)
    expect(await t.db.auditEvent.findUnique({ where: { id } })).toMatchObject({ before, after: null })
  })

  test('a transaction that throws leaves nothing behind', async () => {
    await using t = await open()
    const failing = t.db.$transaction(async (tx) => {
      await tx.s3File.create({ data: file })
      await tx.usage.create({ data: { userId: 'u1', storedCount: 1 } })
      throw new Error('on purpose')
    })
    await expect(failing).rejects.toThrow('on purpose')
    expect([await t.db.s3File.count(), await t.db.usage.count()]).toEqual([0, 0])
  })

  test('fifty transactions that add to one counter lose none', async () => {
    await using t = await open({ poolSize: 5 })
    await t.db.usage.create({ data: { userId: 'u1' } })
    const add = () =>
      t.db.$transaction(async (tx) => {
        await tx.usage.update({ where: { userId: 'u1' }, data: { storedBytes: { increment: 3n } } })
      })
    await Promise.all(Array.from({ length: 50 }, add))
    expect(await t.db.usage.findUnique({ where: { userId: 'u1' } })).toMatchObject({ storedBytes: 150n })
  })

  test('what fails fails with the same codes', async () => {
    await using t = await open()
    await t.db.s3File.create({ data: file })
    await expect(t.db.s3File.create({ data: file })).rejects.toMatchObject({ code: 'P2002' })
    await expect(t.db.s3File.update({ where: { id: 99 }, data: { name: 'x' } })).rejects.toMatchObject({
      code: 'P2025',
    })
    const session = { id: 's', token: 't', expiresAt: new Date(), userId: 'nobody' }
    await expect(t.db.session.create({ data: session })).rejects.toMatchObject({ code: 'P2003' })
    const raw = t.db.$executeRaw`UPDATE s3_files SET size = -1`
    await expect(raw).rejects.toMatchObject({
      code: 'P2010',
      meta: { driverAdapterError: { cause: { originalCode: '23514' } } },
    })
  })

  test('errors hold neither the values of the query nor the password of the URL', async () => {
    await using t = await open()
    const secret = 'a-secret-value'
    await t.db.s3File.create({ data: { ...file, objectKey: secret } })
    const refusal = await t.db.s3File.create({ data: { ...file, objectKey: secret } }).catch(String)
    expect(refusal).not.toContain(secret)
    const url = new URL(t.url)
    url.password = secret
    url.pathname = '/no_such_database'
    const db = createDb(url.href, { adapter })
    expect(await db.s3File.count().catch(String)).not.toContain(secret)
    await closeDb(db)
  })

  test('a connection that is cut is reported and replaced, in the pool and in a transaction', async () => {
    const lost: Error[] = []
    await using t = await open({ onConnectionError: (error) => lost.push(error), poolSize: 2 })
    const cut = async () => {
      const admin = new pg.Client({ connectionString: t.url })
      await admin.connect()
      await admin.query(
        'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      )
      await admin.end()
    }
    expect(await t.db.s3File.count()).toBe(0)
    await cut()
    await expect.poll(() => lost.length).toBeGreaterThan(0)
    expect(await t.db.s3File.count()).toBe(0)

    const broken = t.db.$transaction(async (tx) => {
      await tx.s3File.create({ data: file })
      await cut()
      await tx.s3File.count()
    })
    await expect(broken).rejects.toThrow()
    expect(await t.db.s3File.count()).toBe(0)
  })

  test('sessions are named for whoever looks at the database', async () => {
    await using t = await open({ applicationName: 'holdall sweep' })
    const sql = Prisma.sql`SELECT current_setting('application_name') AS name`
    expect(await t.db.$queryRaw(sql)).toEqual([{ name: 'holdall sweep' }])
  })
})

test('a session in a pool is never handed out before it is in UTC', async () => {
  await using database = await createTestDatabase(inject('postgresUrl'))
  const admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
  await admin.query(
    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), 'Asia/Kolkata'); END $$",
  )
  await admin.end()
  for (const adapter of ['pg', 'neon'] as const) {
    const db: Db = createDb(database.url, { adapter, poolSize: 8 })
    const zones = await Promise.all(
      Array.from(
        { length: 32 },
        () =>
          db.$queryRaw<{ zone: string }[]>`SELECT current_setting('TimeZone') AS zone, pg_sleep(0.01)::text`,
      ),
    )
    expect(new Set(zones.flat().map(({ zone }) => zone))).toEqual(new Set(['UTC']))
    await closeDb(db)
  }
})

test.each([
  ['postgres://u:p@ep-cool-name-123456-pooler.eu-central-1.aws.neon.tech/db', 'neon'],
  ['postgresql://u:p@ep-x.us-east-2.aws.neon.tech:5432/db?sslmode=require', 'neon'],
  ['postgres://u:p@localhost:5432/db', 'pg'],
  ['postgres://u:p@neon.tech.example.com/db', 'pg'],
  ['postgres://u:p@my-neon.tech/db', 'pg'],
])('%s is spoken to over %s', (url, adapter) => {
  expect(adapterFor(url)).toBe(adapter)
})

test('a TLS mode that verifies the certificate today is pinned to that, and others are left alone', () => {
  const url = (query: string) => pgConnectionString(`postgres://u:p@h/db${query}`)
  expect(url('?sslmode=require&channel_binding=require')).toBe(
    'postgres://u:p@h/db?sslmode=verify-full&channel_binding=require',
  )
  expect(url('?sslmode=no-verify')).toBe('postgres://u:p@h/db?sslmode=no-verify')
  expect(url('?uselibpqcompat=true&sslmode=require')).toContain('sslmode=require')
  expect(url('')).toBe('postgres://u:p@h/db')
})

test('a database URL that is none is refused without being repeated', () => {
  for (const url of ['hunter2', 'mysql://u:hunter2@h/db']) {
    expect(() => createDb(url)).toThrow('postgres://user:password@host')
    expect(() => createDb(url)).not.toThrow('hunter2')
  }
})
