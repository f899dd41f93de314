import { Prisma } from '@holdall/db'
import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import { FILE_COLUMNS, type FileRow } from '../files/row.ts'
import type { PresignDownload, PresignedDownload } from '../files/schema.ts'
import { HAS_URL, signDownload } from '../files/sign-download.ts'
import { actingAsAdmin } from '../sql/acting.ts'
import { recordEvents } from '../sql/audit.ts'
import { statement } from '../sql/statement.ts'

type Deps = Pick<UserContext, 'db' | 'storage' | 'policy' | 'user' | 'now' | 'newId' | 'request'>

/** Anybody's file, from the trash as well: what is to be judged has to be seen. @throws FILE_NOT_FOUND, OBJECT_KEY_UNUSABLE */
export async function adminPresignDownload(
  deps: Deps,
  { id, disposition }: PresignDownload,
): Promise<PresignedDownload> {
  const [row] = await statement<FileRow & { has_url: boolean }>(
    deps.db,
    Prisma.sql`
      WITH f AS (SELECT * FROM s3_files WHERE public_id = ${id}::uuid),
      recorded AS (${recordEvents(actingAsAdmin(deps), { action: 'file.download', from: Prisma.sql`(SELECT * FROM f WHERE ${HAS_URL})` })})
      SELECT ${FILE_COLUMNS}, ${HAS_URL} AS has_url FROM f`,
  )
  if (!row) throw new AppError('FILE_NOT_FOUND')
  return await signDownload(deps, row, disposition)
}
