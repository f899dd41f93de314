import { neonConfig, type PoolClient } from '@neondatabase/serverless'
import { PrismaNeon } from '@prisma/adapter-neon'
import { PrismaPg } from '@prisma/adapter-pg'
import { WebSocket } from 'ws'
import { type Adapter, adapterFor, pgConnectionString } from './connection.ts'
import { type Prisma, PrismaClient } from './generated/client.ts'

export type Db = PrismaClient
/** The client inside an interactive transaction. */
export type Tx = Prisma.TransactionClient

export type DbOptions = {
  /** Default: Neon's driver for hosts under neon.tech, else pg. */
  adapter?: Adapter
  /** Connections at most. Default 10. */
  poolSize?: number
  /** What `pg_stat_activity` calls the connections. */
  applicationName?: string
  /** Told when a connection is lost while idle or between the queries of a transaction; the pool replaces it. */
  onConnectionError?: (error: Error) => void
}

/** ms. A Neon compute that scaled to zero takes a second or two to wake. */
const CONNECT_TIMEOUT = 10_000
/** ms. Below the five minutes after which Neon suspends an idle compute and cuts its connections. */
const IDLE_TIMEOUT = 60_000

/**
 * Connects lazily, with the first query. There is no statement timeout here: it would have to be a startup
 * parameter, which poolers such as PgBouncer refuse. `ALTER ROLE … SET statement_timeout` does it anywhere.
 */
export function createDb(url: string, options: DbOptions = {}): Db {
  const adapter =
    (options.adapter ?? adapterFor(url)) === 'neon' ? neonAdapter(url, options) : pgAdapter(url, options)
  return new PrismaClient({
    adapter,
    errorFormat: 'minimal',
    // ms: how long a transaction waits for a connection, and how long it may take.
    transactionOptions: { maxWait: CONNECT_TIMEOUT, timeout: 20_000 },
  })
}

/** Ends the pool. Queries under way finish first. */
export async function closeDb(db: Db): Promise<void> {
  await db.$disconnect()
}

function poolConfig({ poolSize, applicationName }: DbOptions) {
  return {
    max: poolSize ?? 10,
    application_name: applicationName ?? 'holdall',
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    idleTimeoutMillis: IDLE_TIMEOUT,
  }
}

function listeners({ onConnectionError }: DbOptions) {
  return {
    onPoolError: (error: Error) => onConnectionError?.(error),
    onConnectionError: (error: Error) => onConnectionError?.(error),
  }
}

// Prisma's adapters cut the offset off a timestamptz and take the rest for UTC, so every session has to be
// in UTC, whatever the server, database or role is set to. A SET works through transaction poolers too:
// the time zone is one of the few settings that they carry from connection to connection.
const SESSION = "SET TIME ZONE 'UTC'"

function pgAdapter(url: string, options: DbOptions) {
  return new PrismaPg(
    {
      ...poolConfig(options),
      connectionString: pgConnectionString(url),
      onConnect: async (client) => {
        await client.query(SESSION)
      },
    },
    listeners(options),
  )
}

function neonAdapter(url: string, options: DbOptions) {
  // Node has had a WebSocket of its own only since version 22.
  neonConfig.webSocketConstructor ??= globalThis.WebSocket ?? WebSocket
  const adapter = new PrismaNeon({ ...poolConfig(options), connectionString: url }, listeners(options))
  const connect = adapter.connect.bind(adapter)
  adapter.connect = async () => {
    const connected = await connect()
    connected.underlyingDriver().on('connect', (client: PoolClient) => {
      // Queued ahead of whatever the connection is wanted for. Where it fails, the connection is gone.
      client.query(SESSION).catch((error: Error) => options.onConnectionError?.(error))
    })
    return connected
  }
  return adapter
}
