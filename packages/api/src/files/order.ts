import { Prisma } from '@holdall/db'
import { AppError } from '../app-error.ts'
import { decodeCursor, encodeCursor } from '../lists/cursor.ts'
import { isTime } from '../lists/time.ts'
import type { FileRow } from './row.ts'
import type { FileSort } from './schema.ts'

type Order = { sort: FileSort; order: 'asc' | 'desc' }
type Page = Order & { cursor?: string | null; limit: number; list: string }

/** int4: ids of s3_files. */
const MAX_ID = 2_147_483_647

const COLUMNS: Record<FileSort, { column: Prisma.Sql; cast: Prisma.Sql; valid: (value: string) => boolean }> =
  {
    uploadedAt: {
      column: Prisma.sql`f.upload_timestamp`,
      cast: Prisma.sql`::timestamptz`,
      valid: isTime,
    },
    // The column's own collation: case comes after letters, file2 before file10.
    name: { column: Prisma.sql`f.file_name`, cast: Prisma.sql`::text`, valid: () => true },
    size: { column: Prisma.sql`f.size`, cast: Prisma.sql`::bigint`, valid: (v) => /^\d{1,18}$/.test(v) },
  }

/**
 * Conditions, order and limit of one keyset page over (sorted column, id). The row comparison lets an index
 * start where the last page ended, however far that is. One row more than the page tells whether it goes on.
 */
export function pageOf({ sort, order, cursor, limit, list }: Page): {
  after: Prisma.Sql
  tail: Prisma.Sql
} {
  const { column, cast, valid } = COLUMNS[sort]
  const position = decodeCursor(cursor, nameOf({ sort, order, list }))
  if (position && !(valid(position.value) && Number(position.id) <= MAX_ID)) {
    throw new AppError('INVALID_CURSOR', { field: 'cursor' })
  }
  const way = order === 'asc' ? Prisma.sql`ASC` : Prisma.sql`DESC`
  const than = order === 'asc' ? Prisma.sql`>` : Prisma.sql`<`
  return {
    after: position
      ? Prisma.sql`AND (${column}, f.id) ${than} (${position.value}${cast}, ${position.id}::int)`
      : Prisma.empty,
    tail: Prisma.sql`ORDER BY ${column} ${way}, f.id ${way} LIMIT ${limit + 1}::int`,
  }
}

/** The page's rows, and the cursor of the next one if there is one. */
export function cutPage<Row extends FileRow>(
  rows: Row[],
  { sort, order, limit, list }: Page,
): { rows: Row[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  if (!last || rows.length <= limit) return { rows: shown, nextCursor: null }
  return {
    rows: shown,
    nextCursor: encodeCursor({
      of: nameOf({ sort, order, list }),
      value: sortedValue(last, sort),
      id: String(last.id),
    }),
  }
}

function nameOf({ sort, order, list }: Order & { list: string }): string {
  return `${list} ${sort} ${order}`
}

function sortedValue(row: FileRow, sort: FileSort): string {
  switch (sort) {
    case 'uploadedAt':
      return row.upload_timestamp.toISOString()
    case 'name':
      return row.file_name
    case 'size':
      return row.size.toString()
  }
}
