import { Prisma } from '@holdall/db'
import type { UserContext } from '../context.ts'
import { containing } from '../lists/like.ts'
import { statement } from '../sql/statement.ts'
import { cutPage, pageOf } from './order.ts'
import { FILE_COLUMNS, type FileRow, toFile } from './row.ts'
import type { FilePage, ListFiles } from './schema.ts'

type Deps = Pick<UserContext, 'db' | 'storage' | 'policy' | 'user'>

/** A page of the user's files, or of their trash. @throws INVALID_CURSOR */
export async function listFiles(deps: Deps, input: ListFiles): Promise<FilePage> {
  const { search, kind, trashed } = input
  const page = { ...input, list: trashed ? 'trash' : 'files' }
  const { after, tail } = pageOf(page)
  const found = await statement<FileRow>(
    deps.db,
    Prisma.sql`
      SELECT ${FILE_COLUMNS} FROM s3_files f
      WHERE f.user_id = ${deps.user.id}
        AND ${trashed ? Prisma.sql`f.trashed_at IS NOT NULL` : Prisma.sql`f.trashed_at IS NULL`}
        ${kind ? Prisma.sql`AND f.kind = ${kind}` : Prisma.empty}
        ${search ? Prisma.sql`AND f.file_name ILIKE ${containing(search)}` : Prisma.empty}
        ${after}
      ${tail}`,
  )
  const { rows, nextCursor } = cutPage(found, page)
  return { files: rows.map((row) => toFile(deps, row)), nextCursor }
}
