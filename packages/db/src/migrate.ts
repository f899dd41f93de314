import { createHash, randomUUID } from 'node:crypto'
import pg from 'pg'
import { parseDatabaseUrl, pgConnectionString } from './connection.ts'
import { migrations as ownMigrations } from './generated/migrations.ts'

/** A folder of prisma/migrations: its name, and the text of its migration.sql. */
export type Migration = { name: string; sql: string }

export type MigrateOptions = {
  /** Told what is applied, a line each. */
  log?: (line: string) => void
  /** Default: those that this package was built with. In the order in which they apply. */
  migrations?: readonly Migration[]
}

/** The database can't be brought to this version. The message says why and what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}

type Applied = { name: string; checksum: string; finishedAt: Date | null }

/** Prisma's own lock, so that a `prisma migrate deploy` at the same time waits as well, or is waited for. */
const LOCK = 72_707_369

/** As Prisma's schema engine creates it. */
const CREATE_LEDGER = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
)`

/**
 * Brings the database to this program's version and answers the names of what was applied. Each migration
 * runs in a transaction of its own and is recorded in `_prisma_migrations` exactly as Prisma does, so that
 * `prisma migrate deploy` and `status` agree. Of several processes at once one applies, the others wait.
 * @throws MigrationError when the database can't be reached, when an applied migration was changed, has failed
 * or is unknown, or when one fails.
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const { log, migrations = ownMigrations } = options
  const client = new pg.Client({
    connectionString: pgConnectionString(url),
    application_name: 'holdall migrate',
    connectionTimeoutMillis: 15_000,
  })
  // A lost connection also rejects the query under way, which is where it is reported.
  client.on('error', () => {})
  await client.connect().catch((cause: unknown) => {
    const { hostname, port } = parseDatabaseUrl(url)
    throw new MigrationError(`Cannot reach the database at ${hostname}:${port || 5432}: ${reasonOf(cause)}`, {
      cause,
    })
  })
  try {
    const applied: string[] = []
    for (;;) {
      const name = await applyNext(client, migrations, log)
      if (name === null) return applied
      applied.push(name)
    }
  } finally {
    await client.end()
  }
}

/**
 * The lock lives as long as the transaction: session locks don't survive a transaction pooler, such as the
 * one behind Neon's `-pooler` hosts. What is pending is therefore read anew after each lock.
 */
async function applyNext(client: pg.Client, migrations: readonly Migration[], log?: (line: string) => void) {
  await client.query('BEGIN')
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
    await client.query("SET LOCAL client_min_messages = 'warning'")
    await client.query(CREATE_LEDGER)
    const next = pending(migrations, await readLedger(client))
    if (next) {
      log?.(`Applying migration ${next.name}`)
      await apply(client, next)
    }
    await client.query('COMMIT')
    return next?.name ?? null
  } catch (error) {
    // After a lost connection the rollback fails too, and says less.
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

async function readLedger(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    `SELECT migration_name AS "name", checksum, finished_at AS "finishedAt" FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  )
  return rows
}

function pending(migrations: readonly Migration[], ledger: Applied[]): Migration | undefined {
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const { name, checksum, finishedAt } of ledger) {
    const migration = known.get(name)
    if (!migration) {
      throw new MigrationError(
        `The database has the migration ${name}, which this version doesn't know: it was used by a newer version, or by another program. Run that version, or restore a backup.`,
      )
    }
    if (!finishedAt) {
      throw new MigrationError(
        `The migration ${name} failed before and was left unfinished. Repair the database, then run "prisma migrate resolve --rolled-back ${name}" or "--applied ${name}".`,
      )
    }
    if (checksum !== checksumOf(migration)) {
      throw new MigrationError(
        `The migration ${name} was changed after it was applied. Restore its migration.sql, and put the change into a new migration.`,
      )
    }
  }
  const applied = new Set(ledger.map(({ name }) => name))
  return migrations.find(({ name }) => !applied.has(name))
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const startedAt = new Date()
  try {
    // Without parameters it goes through the simple protocol, which takes many statements.
    await client.query(migration.sql)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MigrationError(`The migration ${migration.name} failed and was rolled back: ${reason}`, {
      cause,
    })
  }
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, logs, started_at, applied_steps_count)
     VALUES ($1, $2, $3, $4, NULL, $5, 1)`,
    [randomUUID(), checksumOf(migration), new Date(), migration.name, startedAt],
  )
}

/** Node tries every address of a host, and reports their failures in an error without a message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  return error instanceof Error ? error.message : String(error)
}

function checksumOf({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex')
}
