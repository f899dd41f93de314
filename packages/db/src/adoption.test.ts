import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { closeDb, createDb } from './client.ts'
import { migrate } from './migrate.ts'
import { createEmptyDatabase } from './testing.ts'

/** https://neon.com/docs/guides/aws-s3 */
const GUIDE_TABLE = `CREATE TABLE IF NOT EXISTS s3_files (
    id SERIAL PRIMARY KEY,
    object_key TEXT NOT NULL UNIQUE, -- Key (path/filename) in S3
    file_url TEXT NOT NULL,          -- Publicly accessible URL (if object is public)
    user_id TEXT NOT NULL,           -- User associated with the file
    upload_timestamp TIMESTAMPTZ DEFAULT NOW()
)`
const GUIDE_INSERT = 'INSERT INTO s3_files (object_key, file_url, user_id) VALUES ($1, $2, $3)'
const UUID = '0191b6c5-3a6f-7c3e-9d7a-2f0c1b9e8d77'

async function guideDatabase() {
  const database = await createEmptyDatabase(inject('postgresUrl'))
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(GUIDE_TABLE)
  return {
    url: database.url,
    client,
    async [Symbol.asyncDispose]() {
      await client.end()
      await database[Symbol.asyncDispose]()
    },
  }
}

test("the guide's table is adopted with every row as it was", async () => {
  await using database = await guideDatabase()
  const { client } = database
  for (let i = 1; i <= 50; i++) {
    await client.query(GUIDE_INSERT, [
      `${UUID}-file ${i}.txt`,
      `https://b.s3.amazonaws.com/${i}`,
      `user_${i % 3}`,
    ])
  }
  await client.query('DELETE FROM s3_files WHERE id = 7')
  const guideColumns = 'SELECT id, object_key, file_url, user_id, upload_timestamp FROM s3_files ORDER BY id'
  const before = (await client.query(guideColumns)).rows
  expect(before).toHaveLength(49)

  await migrate(database.url)
  const after = (await client.query(guideColumns)).rows
  expect(after).toEqual(before.map((row) => ({ ...row, upload_timestamp: expect.any(Date) })))
  for (const [i, row] of after.entries()) {
    expect(Math.abs(row.upload_timestamp - before[i].upload_timestamp)).toBeLessThanOrEqual(1)
  }

  const db = createDb(database.url)
  const files = await db.s3File.findMany({ where: { userId: 'user_1' }, orderBy: { id: 'asc' } })
  expect(files).toHaveLength(16)
  expect(files[0]).toMatchObject({
    id: 1,
    name: 'file 1.txt',
    size: 0n,
    contentType: 'application/octet-stream',
    kind: 'other',
    visibility: 'private',
    verifiedAt: null,
    trashedAt: null,
  })
  expect(new Set(files.map(({ publicId }) => publicId)).size).toBe(16)
  await closeDb(db)
})

test("the guide's INSERT and SELECT run unchanged afterwards", async () => {
  await using database = await guideDatabase()
  const { client } = database
  await client.query(GUIDE_INSERT, ['before.txt', 'https://b.s3.amazonaws.com/before.txt', 'user_123'])
  await migrate(database.url)
  const started = Date.now()
  await client.query(GUIDE_INSERT, [`${UUID}-after.txt`, 'https://b.s3.amazonaws.com/after.txt', 'user_123'])
  const { rows } = await client.query("SELECT * FROM s3_files WHERE user_id = 'user_123' ORDER BY id")
  expect(rows.map(({ id, file_name }) => [id, file_name])).toEqual([
    [1, 'before.txt'],
    [2, 'after.txt'],
  ])
  expect(Math.abs(rows[1].upload_timestamp.getTime() - started)).toBeLessThan(60_000)
  await expect(client.query(GUIDE_INSERT, ['before.txt', 'x', 'user_123'])).rejects.toMatchObject({
    code: '23505',
  })
  await client.query(GUIDE_TABLE)
})

test('a missing timestamp is filled in, and another one is kept to the millisecond', async () => {
  await using database = await guideDatabase()
  const insert =
    'INSERT INTO s3_files (object_key, file_url, user_id, upload_timestamp) VALUES ($1, $1, $1, $2)'
  await database.client.query(insert, ['none', null])
  await database.client.query(insert, ['some', '2020-02-29 12:34:56.789+05:30'])
  await migrate(database.url)
  const { rows } = await database.client.query(
    'SELECT object_key, upload_timestamp FROM s3_files ORDER BY id',
  )
  expect(Math.abs(rows[0].upload_timestamp.getTime() - Date.now())).toBeLessThan(60_000)
  expect(rows[1].upload_timestamp).toEqual(new Date('2020-02-29T07:04:56.789Z'))
})

test.each([
  [`${UUID}-photo.jpg`, 'photo.jpg'],
  [`${UUID.toUpperCase()}-photo.jpg`, 'photo.jpg'],
  [`uploads/2024/${UUID}-ünï cödé 文件.pdf`, 'ünï cödé 文件.pdf'],
  ['uploads/2024/report.pdf', 'report.pdf'],
  ['report.pdf', 'report.pdf'],
  [UUID, UUID],
  [`${UUID}-`, `${UUID}-`],
  ['folder/', 'folder'],
  ['///', '///'],
  ['a/b/..', '..'],
])('the name of %s is %s, before the migration and after', async (key, name) => {
  await using database = await guideDatabase()
  const { client } = database
  await client.query(GUIDE_INSERT, [key, 'url', 'user'])
  await migrate(database.url)
  await client.query(GUIDE_INSERT, [`x/${key}`, 'url', 'user'])
  const { rows } = await client.query('SELECT file_name FROM s3_files ORDER BY id')
  expect(rows[0].file_name).toBe(name)
  if (key !== '///') expect(rows[1].file_name).toBe(name)
})
