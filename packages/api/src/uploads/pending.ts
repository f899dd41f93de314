import { Prisma } from '@holdall/db'
import { z } from 'zod'
import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import { decodeCursor, encodeCursor } from '../lists/cursor.ts'
import { isTime } from '../lists/time.ts'
import { statement } from '../sql/statement.ts'
import { UPLOAD_COLUMNS, type UploadRow } from './find.ts'
import { partCountOf } from './part-plan.ts'
import type { ListPending, PendingUpload, PendingUploads } from './schema.ts'

const LIST = 'pending'

/** What this user began, on any device, and has neither saved nor aborted. @throws INVALID_CURSOR */
export async function listPending(
  { db, user }: Pick<UserContext, 'db' | 'user'>,
  { cursor, limit }: ListPending,
): Promise<PendingUploads> {
  const before = positionOf(cursor)
  const found = await statement<UploadRow>(
    db,
    Prisma.sql`
      SELECT ${UPLOAD_COLUMNS} FROM uploads
      WHERE user_id = ${user.id}
        ${before ? Prisma.sql`AND (created_at, id) < (${before.at}::timestamptz, ${before.id}::uuid)` : Prisma.empty}
      ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}::int`,
  )
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const nextCursor = last && found.length > limit ? cursorOf(last) : null
  return { uploads: rows.map(toPending), nextCursor }
}

function toPending(row: UploadRow): PendingUpload {
  const parts =
    row.part_size === null
      ? ({ plan: 'put', partSize: null, partCount: null } as const)
      : ({ plan: 'multipart', partSize: Number(row.part_size), partCount: partCountOf(row) } as const)
  return {
    uploadId: row.id,
    name: row.file_name,
    size: Number(row.size),
    contentType: row.content_type,
    sha256: row.sha256,
    visibility: row.visibility,
    ...parts,
    createdAt: row.created_at,
    expiresAt: row.put_expires_at,
  }
}

/** Cursors hold a number as the row's id; an upload's is its UUID, which goes with the time. */
function cursorOf({ created_at, id }: UploadRow): string {
  return encodeCursor({ of: LIST, value: `${created_at.toISOString()} ${id}`, id: '1' })
}

function positionOf(cursor: string | null | undefined): { at: string; id: string } | null {
  const position = decodeCursor(cursor, LIST)
  if (!position) return null
  const [at = '', id = ''] = position.value.split(' ')
  if (!isTime(at) || !z.uuid().safeParse(id).success)
    throw new AppError('INVALID_CURSOR', { field: 'cursor' })
  return { at, id }
}
