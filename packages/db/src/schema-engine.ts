import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg'
import type { Migration } from './migrate.ts'

const SCHEMA = { path: 'schema.prisma', content: read('../prisma/schema.prisma') }
const LOCKFILE = { path: 'migration_lock.toml', content: read('../prisma/migrations/migration_lock.toml') }
const filters = { externalTables: [], externalEnums: [] }

/** For tests: the engine inside `prisma migrate`, in its WebAssembly build, so that it can be had offline. */
export type SchemaEngine = {
  /** As `prisma migrate deploy`; answers the names of what it applied. */
  deploy(): Promise<string[]>
  /** As `prisma migrate status`. */
  status(): ReturnType<glue.SchemaEngine['diagnoseMigrationHistory']>
  /** As `prisma migrate diff` from the database to schema.prisma: the SQL that is missing. */
  diff(): Promise<string | null>
} & AsyncDisposable

export async function openSchemaEngine(url: string, migrations: readonly Migration[]): Promise<SchemaEngine> {
  await load()
  const pools: { dispose(): Promise<void> }[] = []
  const factory = bindMigrationAwareSqlAdapterFactory(fitForEngine(new PrismaPg(url), pools))
  const datamodels: [string, string][] = [[SCHEMA.path, SCHEMA.content]]
  const engine = await glue.SchemaEngine.new({ datamodels }, () => {}, factory)
  const migrationsList = {
    baseDir: '/prisma/migrations',
    lockfile: LOCKFILE,
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
  }
  return {
    async deploy() {
      return (await engine.applyMigrations({ migrationsList, filters })).appliedMigrationNames
    },
    async status() {
      return await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters })
    },
    async diff() {
      const from = { tag: 'schemaDatasource' as const, files: [SCHEMA], configDir: '.' }
      const to = { tag: 'schemaDatamodel' as const, files: [SCHEMA] }
      const options = { script: true, exitCode: true, shadowDatabaseUrl: null, filters }
      return (await engine.diff({ from, to, ...options })).stdout
    },
    async [Symbol.asyncDispose]() {
      engine.free()
      // The engine leaves them open, and with them the lock that it took.
      for (const pool of pools) await pool.dispose()
    },
  }
}

/** What of WebAssembly is used: its types come with the browser's, which this package has no use for. */
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: { instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: object } }> }
}

let loaded: Promise<void> | undefined

/** The package's own entry imports the .wasm as a module, which Node does only behind a flag. */
function load(): Promise<void> {
  loaded ??= (async () => {
    const require = createRequire(import.meta.url)
    const path = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm')
    const { instance } = await wasm.instantiate(readFileSync(path), { './schema_engine_bg.js': glue })
    const { __wbg_set_wasm } = glue as unknown as { __wbg_set_wasm(exports: object): void }
    __wbg_set_wasm(instance.exports)
    const { __wbindgen_start } = instance.exports as { __wbindgen_start(): void }
    __wbindgen_start()
  })()
  return loaded
}

/**
 * The adapter isn't made for the engine: it can't read the catalogs' columns of the type "char" (OID 18).
 */
function fitForEngine(factory: PrismaPg, opened: { dispose(): Promise<void> }[]): PrismaPg {
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const adapter = await connect()
    opened.push(adapter)
    const pool = adapter.underlyingDriver()
    const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<Result>
    const queryRaw = adapter.queryRaw.bind(adapter)
    let chars: number[] = []
    Object.assign(pool, {
      query: async (...args: unknown[]) => {
        const result = await query(...args)
        chars = [...(result.fields?.keys() ?? [])].filter((i) => result.fields?.[i]?.dataTypeID === 18)
        for (const i of chars) {
          Object.assign(result.fields?.[i] ?? {}, { dataTypeID: 25 })
          for (const row of result.rows) row[i] ||= '\0'
        }
        return result
      },
    })
    // The adapter cuts scripts at every semicolon; the engine's own driver sends them whole, and so does this.
    adapter.executeScript = async (script) => {
      await query(script)
    }
    adapter.queryRaw = async (sql) => {
      const result = await queryRaw(sql)
      for (const i of chars) result.columnTypes[i] = ColumnTypeEnum.Character
      return result
    }
    return adapter
  }
  return factory
}

type Result = { fields?: { dataTypeID: number }[]; rows: unknown[][] }

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8')
}
