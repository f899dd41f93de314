import { Prisma } from '@holdall/db'
import { presignGet } from '@holdall/storage'
import { AppError } from '../app-error.ts'
import type { Context } from '../context.ts'
import { inlineType } from './inline.ts'
import type { FileRow } from './row.ts'
import type { PresignDownload, PresignedDownload } from './schema.ts'

/** What a download is called where its own type could be run by a browser that ignores the disposition. */
const BYTES = 'application/octet-stream'

/**
 * Whether the object of a row can have a URL: browsers rewrite paths with dot segments. Our own keys always
 * can; an adopted one holds whatever name its file had.
 */
export const HAS_URL = Prisma.sql`(
  octet_length(object_key) BETWEEN 1 AND 1024 AND object_key !~ '(^|/)[.]{1,2}(/|$)'
)`

/**
 * Opens in the browser only when asked to and when the type is harmless; else it downloads by its name.
 * @throws OBJECT_KEY_UNUSABLE
 */
export async function signDownload(
  { storage, policy, now }: Pick<Context, 'storage' | 'policy' | 'now'>,
  row: FileRow & { has_url: boolean },
  wanted: PresignDownload['disposition'],
): Promise<PresignedDownload> {
  if (!row.has_url) throw new AppError('OBJECT_KEY_UNUSABLE')
  const harmless = inlineType(row.content_type)
  const inline = wanted === 'inline' && harmless !== null
  return await presignGet(storage, {
    key: row.object_key,
    fileName: row.file_name,
    disposition: inline ? 'inline' : 'attachment',
    contentType: inline ? harmless : harmless === null ? BYTES : row.content_type,
    expiresIn: policy.getUrlSeconds,
    now: now(),
  })
}
