import { Prisma } from '@holdall/db'
import { headObject, listMultiparts, listObjects } from '@holdall/storage'
import { expect } from 'vitest'
import type { Harness } from './harness.ts'

/** Checks I1, I2, I6 and I7 over everything there is. Call it at the end of a test, after settled(). */
export async function expectInvariants(harness: Harness): Promise<void> {
  await expectObjects(harness)
  await expectKnownObjects(harness)
  await expectKnownParts(harness)
  await expectUsage(harness)
  await expectAudit(harness)
}

/** I1: every listed file has its object, with the recorded size and checksum. */
async function expectObjects({ db, storage }: Harness): Promise<void> {
  const files = await db.s3File.findMany({ where: { verifiedAt: { not: null } } })
  for (const file of files) {
    const head = await headObject(storage, { key: file.objectKey })
    expect(head, `object of ${file.publicId}`).toMatchObject({ size: Number(file.size), etag: file.etag })
    if (head?.sha256 && file.sha256) expect(head.sha256).toBe(file.sha256)
  }
}

/** I2: every object has a row that knows it. */
async function expectKnownObjects({ db, storage }: Harness): Promise<void> {
  const known = new Set<string>()
  for (const { objectKey } of await db.s3File.findMany()) known.add(objectKey)
  for (const { objectKey } of await db.upload.findMany()) known.add(objectKey)
  for (const { objectKey } of await db.objectDeletion.findMany()) known.add(objectKey)
  const unknown: string[] = []
  for await (const { key } of listObjects(storage, {})) if (!known.has(key)) unknown.push(key)
  expect(unknown, 'objects that no row knows').toEqual([])
}

/** I2: every part belongs to an upload that goes on, or is about to be aborted. */
async function expectKnownParts({ db, storage }: Harness): Promise<void> {
  const known = new Set<string | null>()
  for (const { multipartId } of await db.upload.findMany()) known.add(multipartId)
  for (const { multipartId } of await db.objectDeletion.findMany()) known.add(multipartId)
  const unknown: string[] = []
  for await (const { key, multipartId } of listMultiparts(storage))
    if (!known.has(multipartId)) unknown.push(key)
  expect(unknown, 'uploads in parts that no row knows').toEqual([])
}

/** I6: counters equal the sums of what they count, and no quota is exceeded. */
async function expectUsage({ db, policy }: Harness): Promise<void> {
  const wrong = await db.$queryRaw(Prisma.sql`
    WITH pending AS (
      SELECT user_id, sum(size) AS bytes, count(*) AS files FROM uploads GROUP BY user_id
    ),
    stored AS (
      SELECT user_id, sum(size) AS bytes, count(*) AS files,
        coalesce(sum(size) FILTER (WHERE trashed_at IS NOT NULL), 0) AS trashed_bytes,
        count(*) FILTER (WHERE trashed_at IS NOT NULL) AS trashed_files
      FROM s3_files WHERE verified_at IS NOT NULL GROUP BY user_id
    )
    SELECT user_id, u.*, p.*, s.* FROM usage u
    FULL JOIN pending p USING (user_id) FULL JOIN stored s USING (user_id)
    WHERE (u.pending_bytes, u.pending_count) IS DISTINCT FROM (coalesce(p.bytes, 0), coalesce(p.files, 0))
      OR (u.stored_bytes, u.stored_count) IS DISTINCT FROM (coalesce(s.bytes, 0), coalesce(s.files, 0))
      OR (u.trashed_bytes, u.trashed_count)
        IS DISTINCT FROM (coalesce(s.trashed_bytes, 0), coalesce(s.trashed_files, 0))
      OR u.pending_bytes + u.stored_bytes > coalesce(u.quota_bytes, ${policy.quotaBytes.toString()}::bigint)`)
  expect(wrong, 'counters that are wrong').toEqual([])
}

/** I7: what is there now has exactly the events that brought it there. */
async function expectAudit({ db }: Harness): Promise<void> {
  const wrong = await db.$queryRaw(Prisma.sql`
    WITH events AS (
      SELECT target_id,
        count(*) FILTER (WHERE action = 'upload.presign') AS presigned,
        count(*) FILTER (WHERE action IN ('upload.save', 'upload.reap')) AS ended,
        -- Made of bytes that were stored already, or found in the bucket, it began and ended at once.
        count(*) FILTER (WHERE action = 'upload.save' AND after ?| '{sameBytesAs,adopted}') AS instant,
        count(*) FILTER (WHERE action = 'file.purge') AS purged
      FROM audit_events GROUP BY target_id
    )
    SELECT e.*, u.id AS upload, f.public_id AS file FROM events e
    LEFT JOIN uploads u ON u.id::text = e.target_id
    LEFT JOIN s3_files f ON f.public_id::text = e.target_id
    WHERE presigned > 1 OR ended > 1 OR purged > 1
      OR (u.id IS NOT NULL AND (presigned <> 1 OR ended <> 0))
      OR (f.public_id IS NOT NULL AND (presigned + instant <> ended OR purged <> 0))
      OR (u.id IS NULL AND f.public_id IS NULL AND presigned + instant <> ended)`)
  expect(wrong, 'targets with too few or too many events').toEqual([])
}
