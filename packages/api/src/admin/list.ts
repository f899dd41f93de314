import { Prisma } from '@holdall/db'
import type { UserContext } from '../context.ts'
import { cutPage, pageOf } from '../files/order.ts'
import { containing } from '../lists/like.ts'
import { statement } from '../sql/statement.ts'
import { ADMIN_FILE_COLUMNS, type AdminFileRow, toAdminFile, WITH_OWNER } from './row.ts'
import type { AdminFilePage, AdminListFiles } from './schema.ts'

type Deps = Pick<UserContext, 'db' | 'storage' | 'policy'>

/** A page of everybody's files. @throws INVALID_CURSOR */
export async function adminListFiles(deps: Deps, input: AdminListFiles): Promise<AdminFilePage> {
  const page = { ...input, list: `all ${input.state}` }
  const { after, tail } = pageOf(page)
  const filters = Prisma.sql`${filtersOf(input)} ${after}`
  const branches = branchesOf(input).map(
    (branch) => Prisma.sql`(SELECT f.id FROM s3_files f WHERE ${branch} ${filters} ${tail})`,
  )
  const found = await statement<AdminFileRow>(
    deps.db,
    branches.length === 0
      ? Prisma.sql`SELECT ${ADMIN_FILE_COLUMNS} FROM s3_files f ${WITH_OWNER} WHERE TRUE ${filters} ${tail}`
      : Prisma.sql`
          SELECT ${ADMIN_FILE_COLUMNS}
          FROM (${Prisma.join(branches, ' UNION ')}) page JOIN s3_files f USING (id) ${WITH_OWNER}
          ${tail}`,
  )
  const { rows, nextCursor } = cutPage(found, page)
  return { files: rows.map((row) => toAdminFile(deps, row)), nextCursor }
}

const LIVE = Prisma.sql`f.trashed_at IS NULL`
const TRASHED = Prisma.sql`f.trashed_at IS NOT NULL`

function filtersOf({ kind, ownerId, state }: AdminListFiles): Prisma.Sql {
  return Prisma.sql`
    ${state === 'stored' ? Prisma.sql`AND ${LIVE}` : Prisma.empty}
    ${state === 'trashed' ? Prisma.sql`AND ${TRASHED}` : Prisma.empty}
    ${kind ? Prisma.sql`AND f.kind = ${kind}` : Prisma.empty}
    ${ownerId ? Prisma.sql`AND f.user_id = ${ownerId}` : Prisma.empty}`
}

/**
 * The page's rows can only be among the first rows of each of these. Asked for one by one, each can use its
 * own index (trigrams, or a user's partial ones); joined by OR, none of them could, and a rare word would be
 * looked for in every row.
 */
function branchesOf({ search, ownerId, state }: AdminListFiles): Prisma.Sql[] {
  const halves = [...(state === 'trashed' ? [] : [LIVE]), ...(state === 'stored' ? [] : [TRASHED])]
  if (!search) return ownerId ? halves : []
  const pattern = containing(search)
  const owners = Prisma.sql`f.user_id = ANY(ARRAY(
    SELECT ${search}::text UNION SELECT id FROM users WHERE email ILIKE ${pattern} OR name ILIKE ${pattern}
  ))`
  return [
    Prisma.sql`f.file_name ILIKE ${pattern}`,
    Prisma.sql`f.object_key ILIKE ${pattern}`,
    ...halves.map((half) => Prisma.sql`${owners} AND ${half}`),
  ]
}
