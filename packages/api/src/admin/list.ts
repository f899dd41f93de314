import { Prisma } from '@holdall/db'
import type { UserContext } from '../context.ts'
import { cutPage, pageOf } from '../files/order.ts'
import { containing } from '../lists/like.ts'
import { statement } from '../sql/statement.ts'
import { ADMIN_FILE_COLUMNS, type AdminFileRow, toAdminFile, WITH_OWNER } from './row.ts'
import type { AdminFilePage, AdminListFiles } from './schema.ts'

type Deps = Pick<UserContext, 'db' | 'storage' | 'policy'>

const STATES: Record<AdminListFiles['state'], Prisma.Sql> = {
  any: Prisma.empty,
  stored: Prisma.sql`AND f.trashed_at IS NULL`,
  trashed: Prisma.sql`AND f.trashed_at IS NOT NULL`,
}

/** A page of everybody's files. @throws INVALID_CURSOR */
export async function adminListFiles(deps: Deps, input: AdminListFiles): Promise<AdminFilePage> {
  const { search, kind, ownerId, state } = input
  const page = { ...input, list: `all ${state}` }
  const { after, tail } = pageOf(page)
  const found = await statement<AdminFileRow>(
    deps.db,
    Prisma.sql`
      SELECT ${ADMIN_FILE_COLUMNS} FROM s3_files f ${WITH_OWNER}
      WHERE TRUE ${STATES[state]}
        ${kind ? Prisma.sql`AND f.kind = ${kind}` : Prisma.empty}
        ${ownerId ? Prisma.sql`AND f.user_id = ${ownerId}` : Prisma.empty}
        ${search ? matching(search) : Prisma.empty}
        ${after}
      ${tail}`,
  )
  const { rows, nextCursor } = cutPage(found, page)
  return { files: rows.map((row) => toAdminFile(deps, row)), nextCursor }
}

/** Owners in a subquery, so that each side can use its own trigram index. */
function matching(search: string): Prisma.Sql {
  const pattern = containing(search)
  return Prisma.sql`AND (
    f.file_name ILIKE ${pattern} OR f.object_key ILIKE ${pattern} OR f.user_id = ${search}
    OR f.user_id IN (SELECT id FROM users WHERE email ILIKE ${pattern} OR name ILIKE ${pattern})
  )`
}
