import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { migrate } from './migrate.ts'

export { startWsProxy, type WsProxy } from './ws-proxy.ts'

/** A migrated, empty database: cloning it takes milliseconds where migrating takes a second. */
const TEMPLATE = 'holdall_template'

export type TestDatabase = { url: string } & AsyncDisposable

/** Once per run, before any test. `postgresUrl` is a superuser's URL of the server's `postgres` database. */
export async function createTemplate(postgresUrl: string): Promise<void> {
  await execute(postgresUrl, `DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`)
  await execute(postgresUrl, `CREATE DATABASE ${TEMPLATE}`)
  await migrate(databaseUrl(postgresUrl, TEMPLATE))
}

/** A database of the test's own, with the current schema; dropped when disposed of, whoever is connected. */
export async function createTestDatabase(postgresUrl: string): Promise<TestDatabase> {
  return await createDatabase(postgresUrl, `TEMPLATE ${TEMPLATE}`)
}

/** The same, without any table. */
export async function createEmptyDatabase(postgresUrl: string): Promise<TestDatabase> {
  return await createDatabase(postgresUrl, 'TEMPLATE template0')
}

async function createDatabase(postgresUrl: string, template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await execute(postgresUrl, `CREATE DATABASE ${name} ${template}`)
  return {
    url: databaseUrl(postgresUrl, name),
    async [Symbol.asyncDispose]() {
      await execute(postgresUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function databaseUrl(postgresUrl: string, name: string): string {
  const url = new URL(postgresUrl)
  url.pathname = `/${name}`
  return url.href
}
