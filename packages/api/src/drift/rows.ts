import { type Db, Prisma } from '@holdall/db'
import { statement } from '../sql/statement.ts'

/** What the drift check needs to know of a file. */
export type DriftRow = {
  id: number
  key: string
  public_id: string
  user_id: string
  file_name: string
  size: bigint
  etag: string | null
  verified_at: Date | null
}

const PAGE = 1000

const COLUMNS = Prisma.sql`id, object_key AS key, public_id, user_id, file_name, size, etag, verified_at`

/** All of s3_files, a page at a time, in the order in which a bucket is listed. */
export async function* rowsInKeyOrder(db: Db, page = PAGE): AsyncIterable<DriftRow> {
  let after = { key: '', id: 0 }
  for (;;) {
    const rows = await statement<DriftRow>(
      db,
      Prisma.sql`
        SELECT ${COLUMNS} FROM s3_files
        WHERE (object_key COLLATE "C", id) > (${after.key}, ${after.id}::int)
        ORDER BY object_key COLLATE "C", id LIMIT ${page}::int`,
    )
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < page) return
    after = last
  }
}

/** Those of these keys that no table knows, asked at one moment: a save moves a key from one to the other. */
export async function unknownKeys(db: Db, keys: readonly string[]): Promise<Set<string>> {
  const rows = await statement<{ key: string }>(
    db,
    Prisma.sql`
      SELECT k.key FROM unnest(${keys}::text[]) AS k (key)
      WHERE NOT EXISTS (SELECT FROM s3_files WHERE object_key COLLATE "C" = k.key)
        AND NOT EXISTS (SELECT FROM uploads WHERE object_key = k.key)
        AND NOT EXISTS (SELECT FROM object_deletions WHERE object_key = k.key)`,
  )
  return new Set(rows.map(({ key }) => key))
}

/** Those of these users that there are, here or at another identity provider whose users store files. */
export async function knownUsers(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await statement<{ id: string }>(
    db,
    Prisma.sql`
      SELECT id FROM users WHERE id = ANY(${ids}::text[])
      UNION SELECT user_id FROM usage WHERE user_id = ANY(${ids}::text[])`,
  )
  return new Set(rows.map(({ id }) => id))
}

/** The row as it is now; null when it was purged or got another object meanwhile. */
export async function stillThere(db: Db, { id, key }: DriftRow): Promise<DriftRow | null> {
  const [row] = await statement<DriftRow>(
    db,
    Prisma.sql`SELECT ${COLUMNS} FROM s3_files WHERE id = ${id}::int AND object_key = ${key}`,
  )
  return row ?? null
}

/** Other objects that this user stores the same bytes in, as far as the table knows. */
export async function sameBytes(db: Db, { id }: DriftRow): Promise<{ id: number; key: string }[]> {
  return await statement<{ id: number; key: string }>(
    db,
    Prisma.sql`
      SELECT DISTINCT ON (s.object_key) s.id, s.object_key AS key
      FROM s3_files f JOIN s3_files s ON s.user_id = f.user_id AND s.sha256 = f.sha256 AND s.size = f.size
      WHERE f.id = ${id}::int AND s.object_key <> f.object_key AND s.verified_at IS NOT NULL
        AND s.content_type = f.content_type AND s.visibility = f.visibility
        AND s.trashed_by IS DISTINCT FROM 'admin'
      ORDER BY s.object_key LIMIT 10`,
  )
}
