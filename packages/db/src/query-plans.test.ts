import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { closeDb, createDb } from './client.ts'
import { Prisma } from './generated/client.ts'
import { createTestDatabase } from './testing.ts'

async function open() {
  const database = await createTestDatabase(inject('postgresUrl'))
  const db = createDb(database.url)
  return {
    db,
    async [Symbol.asyncDispose]() {
      await closeDb(db)
      await database[Symbol.asyncDispose]()
    },
  }
}

describe('a page is read from an index, without sorting:', () => {
  let t: Awaited<ReturnType<typeof open>>
  // One user in fifty, and one file in nine in the trash.
  beforeAll(async () => {
    t = await open()
    await t.db.$executeRaw`
      INSERT INTO s3_files
        (object_key, file_url, user_id, file_name, size, upload_timestamp, verified_at, trashed_at, trashed_by)
      SELECT 'private/u/' || i, '', 'u' || i % 50, 'name ' || i, i,
        '2026-01-01'::timestamptz - i * interval '1 minute', CASE WHEN i % 100 > 0 THEN now() END,
        CASE WHEN i % 9 = 0 THEN '2026-02-01'::timestamptz - i * interval '1 hour' END,
        CASE WHEN i % 9 = 0 THEN 'owner'::trashed_by END
      FROM generate_series(1, 10000) i`
    await t.db.$executeRaw`
      INSERT INTO users (id, name, email)
      SELECT 'u' || i, 'Person ' || i, 'person' || i || '@example.com' FROM generate_series(1, 10000) i`
    // Also empties the pending lists of the search indexes.
    await t.db.$executeRaw`VACUUM ANALYZE s3_files, users`
  }, 60_000)
  afterAll(async () => {
    await t[Symbol.asyncDispose]()
  })

  const live = Prisma.sql`SELECT * FROM s3_files WHERE user_id = 'u7' AND trashed_at IS NULL`
  const at = new Date('2025-12-30T00:00:00Z')
  test.each<[string, Prisma.Sql, string]>([
    [
      'newest first',
      Prisma.sql`${live} AND (upload_timestamp, id) < (${at}, 5) ORDER BY upload_timestamp DESC, id DESC LIMIT 50`,
      's3_files_live_by_time_idx',
    ],
    [
      'oldest first',
      Prisma.sql`${live} AND (upload_timestamp, id) > (${at}, 5) ORDER BY upload_timestamp, id LIMIT 50`,
      's3_files_live_by_time_idx',
    ],
    [
      'by name',
      Prisma.sql`${live} AND (file_name, id) > ('m', 5) ORDER BY file_name, id LIMIT 50`,
      's3_files_live_by_name_idx',
    ],
    [
      'by name backwards',
      Prisma.sql`${live} AND (file_name, id) < ('m', 5) ORDER BY file_name DESC, id DESC LIMIT 50`,
      's3_files_live_by_name_idx',
    ],
    [
      'largest first',
      Prisma.sql`${live} AND (size, id) < (5000, 5) ORDER BY size DESC, id DESC LIMIT 50`,
      's3_files_live_by_size_idx',
    ],
    [
      'the trash',
      Prisma.sql`SELECT * FROM s3_files WHERE user_id = 'u7' AND trashed_at IS NOT NULL ORDER BY trashed_at DESC, id DESC LIMIT 50`,
      's3_files_trash_idx',
    ],
    [
      "everybody's",
      Prisma.sql`SELECT * FROM s3_files WHERE (upload_timestamp, id) < (${at}, 5) ORDER BY upload_timestamp DESC, id DESC LIMIT 50`,
      's3_files_upload_timestamp_id_idx',
    ],
    [
      'old trash',
      Prisma.sql`SELECT * FROM s3_files WHERE trashed_at < ${at} ORDER BY trashed_at LIMIT 100`,
      's3_files_purge_idx',
    ],
    [
      'adopted rows',
      Prisma.sql`SELECT * FROM s3_files WHERE verified_at IS NULL ORDER BY id LIMIT 100`,
      's3_files_unverified_idx',
    ],
    [
      'the bytes that a user stores already',
      Prisma.sql`SELECT * FROM s3_files WHERE user_id = 'u7' AND sha256 = ${'a'.repeat(64)} AND size = 7 LIMIT 1 FOR KEY SHARE`,
      's3_files_same_bytes_idx',
    ],
    [
      'who needs an object',
      Prisma.sql`SELECT FROM s3_files WHERE object_key COLLATE "C" = 'private/u/77'`,
      's3_files_key_order_idx',
    ],
    [
      'the table in the order of a bucket',
      Prisma.sql`SELECT * FROM s3_files WHERE (object_key COLLATE "C", id) > ('private/u/7', 5) ORDER BY object_key COLLATE "C", id LIMIT 1000`,
      's3_files_key_order_idx',
    ],
    [
      'search by name',
      Prisma.sql`SELECT * FROM s3_files WHERE file_name ILIKE '%name 77%'`,
      's3_files_file_name_idx',
    ],
    [
      'search by key',
      Prisma.sql`SELECT * FROM s3_files WHERE object_key ILIKE '%/u/77%'`,
      's3_files_object_key_idx',
    ],
    [
      'search by owner',
      Prisma.sql`SELECT id FROM users WHERE email ILIKE '%ada@e%' OR name ILIKE '%lovelace%'`,
      'users_email_name_idx',
    ],
  ])('%s', async (_what, query, index) => {
    const plan = await t.db.$transaction(async (tx) => {
      // With few rows, fetching and sorting all of them can be cheaper: what counts is that it isn't needed.
      await tx.$executeRaw`SET LOCAL enable_sort = off`
      await tx.$executeRaw`SET LOCAL enable_incremental_sort = off`
      return JSON.stringify(await tx.$queryRaw`EXPLAIN (FORMAT JSON) ${query}`)
    })
    expect(plan).toContain(index)
    expect(plan).not.toContain('"Sort"')
    expect(plan).not.toContain('Seq Scan')
  })
})
