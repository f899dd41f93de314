import { Prisma } from '@holdall/db'
import { headObject } from '@holdall/storage'
import type { Context } from '../context.ts'
import { kindOf } from '../files/kind.ts'
import { inParallel } from '../in-parallel.ts'
import { statement } from '../sql/statement.ts'
import type { ObjectHead } from '../uploads/compare.ts'

type Deps = Pick<Context, 'db' | 'storage' | 'now'>
type Limits = { limit: number; lanes: number }
type Unmeasured = { id: number; object_key: string }

export type Measured = {
  measured: number
  /** Looked at, and not in the bucket. */
  missing: number
}

/** Rows of one page. A page that measures nothing ends the stage, so that missing objects cost little. */
const PAGE = 50

/**
 * Rows that came without us (adopted from the guide's table, or written by its INSERT) get their size, type
 * and ETag from the bucket, and count from then on. Where to begin is left to chance, so that rows without
 * an object, which stay as they are, can't keep the others waiting.
 */
export async function measureAdopted(deps: Deps, { limit, lanes }: Limits): Promise<Measured> {
  const total: Measured = { measured: 0, missing: 0 }
  let start = await randomStart(deps)
  let looked = 0
  while (start !== null && looked < limit) {
    const page = await pageFrom(deps, start, Math.min(PAGE, limit - looked))
    let progress = 0
    await inParallel(page, lanes, async (row) => {
      const head = await headObject(deps.storage, { key: row.object_key })
      if (!head) total.missing += 1
      else if (await measure(deps, row, head)) progress += 1
    })
    total.measured += progress
    looked += page.length
    const last = page.at(-1)
    start = last && progress > 0 ? last.id + 1 : null
  }
  return total
}

/** The id of one unmeasured row, or null. */
async function randomStart({ db }: Deps): Promise<number | null> {
  const [row] = await statement<{ id: number }>(
    db,
    Prisma.sql`
      SELECT id FROM s3_files
      WHERE verified_at IS NULL AND id >= (
        SELECT min(id) + floor(random() * (max(id) - min(id) + 1))::int FROM s3_files WHERE verified_at IS NULL
      )
      ORDER BY id LIMIT 1`,
  )
  return row?.id ?? null
}

async function pageFrom({ db }: Deps, start: number, limit: number): Promise<Unmeasured[]> {
  return await statement<Unmeasured>(
    db,
    Prisma.sql`
      SELECT id, object_key FROM s3_files WHERE verified_at IS NULL AND id >= ${start}::int
      ORDER BY id LIMIT ${limit}::int`,
  )
}

/** False when somebody else measured or purged it meanwhile. */
async function measure({ db, now }: Deps, { id }: Unmeasured, head: ObjectHead): Promise<boolean> {
  const contentType = head.contentType.split(';', 1).join('').trim().toLowerCase()
  const at = now()
  const counted = await statement(
    db,
    Prisma.sql`
      WITH f AS (
        UPDATE s3_files SET
          size = ${head.size.toString()}::bigint, etag = ${head.etag}, verified_at = ${at}::timestamptz,
          content_type = ${contentType}, kind = ${kindOf(contentType)}, sha256 = coalesce(sha256, ${head.sha256})
        WHERE id = ${id}::int AND verified_at IS NULL
        RETURNING user_id, size, (trashed_at IS NOT NULL)::int AS trashed
      )
      INSERT INTO usage AS u (user_id, stored_bytes, stored_count, trashed_bytes, trashed_count, updated_at)
      SELECT user_id, size, 1, size * trashed, trashed, ${at}::timestamptz FROM f
      ON CONFLICT (user_id) DO UPDATE SET
        stored_bytes = u.stored_bytes + excluded.stored_bytes,
        stored_count = u.stored_count + excluded.stored_count,
        trashed_bytes = u.trashed_bytes + excluded.trashed_bytes,
        trashed_count = u.trashed_count + excluded.trashed_count,
        updated_at = excluded.updated_at
      RETURNING user_id`,
  )
  return counted.length > 0
}
