import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import pg from 'pg'
import { describe, expect, inject, test } from 'vitest'
import { migrations as own } from './generated/migrations.ts'
import { migrate } from './migrate.ts'
import { openSchemaEngine } from './schema-engine.ts'
import { createEmptyDatabase, type TestDatabase } from './testing.ts'

const NAMES = own.map(({ name }) => name)

async function emptyDatabase() {
  return await createEmptyDatabase(inject('postgresUrl'))
}

async function query<Row extends pg.QueryResultRow>({ url }: TestDatabase, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

async function ledger(database: TestDatabase) {
  return await query<{ migration_name: string }>(
    database,
    'SELECT * FROM _prisma_migrations ORDER BY started_at',
  )
}

test('an empty database gets every migration, and nothing the second time', async () => {
  await using database = await emptyDatabase()
  const lines: string[] = []
  expect(await migrate(database.url, { log: (line) => lines.push(line) })).toEqual(NAMES)
  expect(lines).toEqual(NAMES.map((name) => `Applying migration ${name}`))
  expect(await migrate(database.url, { log: (line) => lines.push(line) })).toEqual([])
  expect(lines).toHaveLength(NAMES.length)
})

test('of eight processes that start at once one applies, the others wait for it', async () => {
  await using database = await emptyDatabase()
  const applied = await Promise.all(Array.from({ length: 8 }, () => migrate(database.url)))
  expect(applied.flat().sort()).toEqual(NAMES)
  expect(await ledger(database)).toHaveLength(NAMES.length)
})

test('waits for a `prisma migrate deploy` that holds the lock', async () => {
  await using database = await emptyDatabase()
  const prisma = new pg.Client({ connectionString: database.url })
  await prisma.connect()
  await prisma.query('SELECT pg_advisory_lock(72707369)')
  const migrating = migrate(database.url)
  const waiting =
    "SELECT 1 FROM pg_stat_activity WHERE application_name = 'holdall migrate' AND wait_event = 'advisory' AND datname = current_database()"
  await expect.poll(async () => (await prisma.query(waiting)).rowCount).toBe(1)
  expect((await prisma.query("SELECT to_regclass('s3_files') AS made")).rows).toEqual([{ made: null }])
  await prisma.end()
  expect(await migrating).toEqual(NAMES)
})

describe("Prisma's own schema engine", () => {
  test('agrees that a database migrated here is up to date, and sees no drift from the schema', async () => {
    await using database = await emptyDatabase()
    await migrate(database.url)
    await using engine = await openSchemaEngine(database.url, own)
    expect(await engine.status()).toEqual({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: null,
    })
    expect(await engine.deploy()).toEqual([])
    expect(await engine.diff()).toBe('-- This is an empty migration.\n')
  })

  test('sees drift where there is some', async () => {
    await using database = await emptyDatabase()
    await migrate(database.url)
    await query(database, 'ALTER TABLE uploads ALTER COLUMN file_name DROP NOT NULL')
    await using engine = await openSchemaEngine(database.url, own)
    expect(await engine.diff()).toContain('ALTER TABLE "uploads"')
  })

  test('and migrate() take over from each other, and leave the same records', async () => {
    await using ours = await emptyDatabase()
    await using theirs = await emptyDatabase()
    await migrate(ours.url)
    {
      await using engine = await openSchemaEngine(theirs.url, own)
      expect(await engine.deploy()).toEqual(NAMES)
    }
    expect(await migrate(theirs.url)).toEqual([])

    const columns = `SELECT column_name, data_type, character_maximum_length, is_nullable, column_default
      FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`
    expect(await query(ours, columns)).toEqual(await query(theirs, columns))
    const records = `SELECT migration_name, checksum, logs, rolled_back_at, applied_steps_count,
      finished_at >= started_at AS finished, length(id) AS id FROM _prisma_migrations ORDER BY started_at`
    expect(await query(ours, records)).toEqual(await query(theirs, records))
  })
})

describe('refuses in words', () => {
  test('a migration that was changed after it was applied', async () => {
    await using database = await emptyDatabase()
    await migrate(database.url)
    const changed = own.map((migration, i) =>
      i === 0 ? { ...migration, sql: `${migration.sql}\n` } : migration,
    )
    await expect(migrate(database.url, { migrations: changed })).rejects.toThrow(
      `The migration ${NAMES[0]} was changed after it was applied.`,
    )
  })

  test('a database that a newer version has used', async () => {
    await using database = await emptyDatabase()
    await migrate(database.url, { migrations: [...own, { name: '29990101000000_later', sql: 'SELECT 1' }] })
    await expect(migrate(database.url)).rejects.toThrow(
      "The database has the migration 29990101000000_later, which this version doesn't know",
    )
  })

  test('a migration that failed half-way under Prisma', async () => {
    await using database = await emptyDatabase()
    await migrate(database.url)
    await query(database, 'UPDATE _prisma_migrations SET finished_at = NULL')
    await expect(migrate(database.url)).rejects.toThrow(/failed before .*prisma migrate resolve/)
  })

  test("a table s3_files that isn't the guide's, and leaves it as it is", async () => {
    await using database = await emptyDatabase()
    await query(database, 'CREATE TABLE s3_files (id UUID PRIMARY KEY, object_key TEXT NOT NULL UNIQUE)')
    await expect(migrate(database.url)).rejects.toThrow(
      "The table s3_files exists, but not as Neon's guide makes it",
    )
    expect(
      await query(
        database,
        "SELECT column_name FROM information_schema.columns WHERE table_name = 's3_files'",
      ),
    ).toHaveLength(2)
    expect(await query(database, "SELECT to_regclass('_prisma_migrations') AS made")).toEqual([
      { made: null },
    ])
  })

  test('a database that cannot be reached, by its address but without the password', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    const refusal = await migrate(`postgres://user:hunter2@localhost:${port}/db`).catch(String)
    expect(refusal).toMatch(
      `MigrationError: Cannot reach the database at localhost:${port}: connect ECONNREFUSED`,
    )
    expect(refusal).not.toContain('hunter2')
  })

  test('a URL that is none, without repeating what may be a password', async () => {
    const refusal = await migrate('mysql://user:hunter2@localhost/db').catch(String)
    expect(refusal).toContain('postgres://')
    expect(refusal).not.toContain('hunter2')
  })
})

test('a migration that fails leaves no trace, keeps those before it, and can be mended', async () => {
  await using database = await emptyDatabase()
  const first = { name: '1_first', sql: 'CREATE TABLE first (id INT);' }
  const broken = { name: '2_second', sql: 'CREATE TABLE second (id INT); SELECT 1/0;' }
  await expect(migrate(database.url, { migrations: [first, broken] })).rejects.toThrow(
    'The migration 2_second failed and was rolled back: division by zero',
  )
  const tables = "SELECT to_regclass('first')::text AS first, to_regclass('second')::text AS second"
  expect(await query(database, tables)).toEqual([{ first: 'first', second: null }])
  expect((await ledger(database)).map(({ migration_name }) => migration_name)).toEqual(['1_first'])
  const mended = { ...broken, sql: 'CREATE TABLE second (id INT);' }
  expect(await migrate(database.url, { migrations: [first, mended] })).toEqual(['2_second'])
})

test('a migration that Prisma has marked as rolled back is applied again', async () => {
  await using database = await emptyDatabase()
  const only = { name: '1_only', sql: 'CREATE TABLE IF NOT EXISTS only_one (id INT);' }
  await migrate(database.url, { migrations: [only] })
  await query(database, 'UPDATE _prisma_migrations SET finished_at = NULL, rolled_back_at = now()')
  expect(await migrate(database.url, { migrations: [only] })).toEqual(['1_only'])
  expect(await ledger(database)).toHaveLength(2)
})
