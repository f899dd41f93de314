import type { Db, Prisma } from '@holdall/db'
import { isWriteConflict } from './database-error.ts'

/** Enough for statements that collide on one user's counters; beyond it the load itself is the problem. */
const MAX_ATTEMPTS = 4

/**
 * Runs one SQL statement. Every write of this package is a single statement whose CTEs change all tables
 * that belong together: it is a transaction by itself, costs one round trip, and can be repeated as a whole
 * when Postgres ends it by deadlock (40P01) or serialization failure (40001).
 */
export async function statement<Row>(db: Db, sql: Prisma.Sql): Promise<Row[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.$queryRaw<Row[]>(sql)
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isWriteConflict(error)) throw error
    }
  }
}
