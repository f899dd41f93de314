import { Prisma, type TrashedBy, type Visibility } from '@holdall/db'
import { objectUrl } from '@holdall/storage'
import type { Context } from '../context.ts'
import type { FileKind } from '../fields.ts'
import type { File } from './schema.ts'

/** What the hot paths read of `s3_files f`. */
export const FILE_COLUMNS = Prisma.sql`
  f.id, f.public_id, f.object_key, f.user_id, f.file_name, f.content_type, f.kind, f.size, f.sha256,
  f.visibility, f.upload_timestamp, f.verified_at, f.trashed_at, f.trashed_by, f.trash_reason`

export type FileRow = {
  /** Never leaves the server but inside a cursor. */
  id: number
  public_id: string
  object_key: string
  user_id: string
  file_name: string
  content_type: string
  kind: FileKind
  size: bigint
  sha256: string | null
  visibility: Visibility
  upload_timestamp: Date
  verified_at: Date | null
  trashed_at: Date | null
  trashed_by: TrashedBy | null
  trash_reason: string | null
}

const DAY = 86_400_000

/** The answer about one file. */
export function toFile({ storage, policy }: Pick<Context, 'storage' | 'policy'>, row: FileRow): File {
  return {
    id: row.public_id,
    name: row.file_name,
    contentType: row.content_type,
    kind: row.kind,
    size: row.verified_at === null ? null : Number(row.size),
    sha256: row.sha256,
    visibility: row.visibility,
    url: row.visibility === 'public' ? objectUrl(storage, { key: row.object_key }) : null,
    uploadedAt: row.upload_timestamp,
    trashedAt: row.trashed_at,
    trashedBy: row.trashed_by,
    trashReason: row.trash_reason,
    purgesAt: row.trashed_at && new Date(row.trashed_at.getTime() + policy.trashDays * DAY),
  }
}
