import { Prisma } from '@holdall/db'
import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import { actingAsUser } from '../sql/acting.ts'
import { recordEvents } from '../sql/audit.ts'
import { statement } from '../sql/statement.ts'
import { FILE_COLUMNS, type FileRow } from './row.ts'
import type { PresignDownload, PresignedDownload } from './schema.ts'
import { HAS_URL, signDownload } from './sign-download.ts'

type Deps = Pick<UserContext, 'db' | 'storage' | 'policy' | 'user' | 'now' | 'newId' | 'request'>

/** A short-lived URL of one of the user's own files. @throws FILE_NOT_FOUND, FILE_TRASHED, OBJECT_KEY_UNUSABLE */
export async function presignDownload(
  deps: Deps,
  { id, disposition }: PresignDownload,
): Promise<PresignedDownload> {
  const [row] = await statement<FileRow & { has_url: boolean }>(
    deps.db,
    Prisma.sql`
      WITH f AS (SELECT * FROM s3_files WHERE public_id = ${id}::uuid AND user_id = ${deps.user.id}),
      recorded AS (${recordEvents(actingAsUser(deps), {
        action: 'file.download',
        from: Prisma.sql`(SELECT * FROM f WHERE trashed_at IS NULL AND ${HAS_URL})`,
      })})
      SELECT ${FILE_COLUMNS}, ${HAS_URL} AS has_url FROM f`,
  )
  if (!row) throw new AppError('FILE_NOT_FOUND')
  if (row.trashed_at) throw new AppError('FILE_TRASHED')
  return await signDownload(deps, row, disposition)
}
