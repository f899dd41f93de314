import { Prisma } from '@holdall/db'
import { abortMultipart, createMultipart } from '@holdall/storage'
import { AppError } from '../app-error.ts'
import type { Context } from '../context.ts'
import { statement } from '../sql/statement.ts'
import type { UploadRow } from './find.ts'

type Deps = Pick<Context, 'db' | 'storage'>

/**
 * The bucket's id of this upload, made when the first part is signed: a presign alone leaves nothing in the
 * bucket. Of two who make one at once the UPDATE lets one win, and the other aborts its own. Should it die
 * before, the sweep finds an upload in parts that no row knows.
 * @throws UPLOAD_NOT_FOUND when the upload has ended meanwhile
 */
export async function openMultipart({ db, storage }: Deps, upload: UploadRow): Promise<string> {
  if (upload.multipart_id !== null) return upload.multipart_id
  const key = upload.object_key
  const { multipartId } = await createMultipart(storage, { key, contentType: upload.content_type })
  const [row] = await statement<{ multipart_id: string }>(
    db,
    Prisma.sql`
      UPDATE uploads SET multipart_id = coalesce(multipart_id, ${multipartId})
      WHERE id = ${upload.id}::uuid AND user_id = ${upload.user_id}
      RETURNING multipart_id`,
  )
  if (row?.multipart_id !== multipartId) await abortMultipart(storage, { key, multipartId })
  if (!row) throw new AppError('UPLOAD_NOT_FOUND')
  return row.multipart_id
}

/** The bucket knows no such upload any more (its own rules abort old ones): the next part begins a new one. */
export async function forgetMultipart({ db }: Pick<Deps, 'db'>, upload: UploadRow): Promise<void> {
  await statement(
    db,
    Prisma.sql`
      UPDATE uploads SET multipart_id = NULL
      WHERE id = ${upload.id}::uuid AND user_id = ${upload.user_id} AND multipart_id = ${upload.multipart_id}`,
  )
}
