import { presignGet } from '@holdall/storage'
import type { Context } from '../context.ts'
import { inlineType } from './inline.ts'
import type { FileRow } from './row.ts'
import type { PresignDownload, PresignedDownload } from './schema.ts'

/** What a download is called where its own type could be run by a browser that ignores the disposition. */
const BYTES = 'application/octet-stream'

/** Opens in the browser only when asked to and when the type is harmless; else it downloads by its name. */
export async function signDownload(
  { storage, policy, now }: Pick<Context, 'storage' | 'policy' | 'now'>,
  row: FileRow,
  wanted: PresignDownload['disposition'],
): Promise<PresignedDownload> {
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
