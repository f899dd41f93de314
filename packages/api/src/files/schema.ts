import { z } from 'zod'
import { Cursor, FileId, FileKind, FileName, PageSize, Search } from '../fields.ts'

export const File = z.object({
  id: z.uuid(),
  name: z.string(),
  contentType: z.string(),
  kind: FileKind,
  /** Bytes. Null: adopted from an older table and not measured yet. */
  size: z.number().nullable(),
  /** Lowercase hex; null when the client declared none. */
  sha256: z.string().nullable(),
  visibility: z.enum(['private', 'public']),
  /** The unsigned URL, for public files only. */
  url: z.string().nullable(),
  uploadedAt: z.date(),
  trashedAt: z.date().nullable(),
  trashedBy: z.enum(['owner', 'admin']).nullable(),
  trashReason: z.string().nullable(),
  /** When the sweep deletes a trashed file for good. */
  purgesAt: z.date().nullable(),
})
export type File = z.infer<typeof File>

export const FileSort = z.enum(['uploadedAt', 'name', 'size'])
export type FileSort = z.infer<typeof FileSort>

export const ListFiles = z.object({
  cursor: Cursor.nullish(),
  limit: PageSize,
  /** Part of the name, in any case. */
  search: Search.optional(),
  kind: FileKind.optional(),
  sort: FileSort.default('uploadedAt'),
  /** Not `direction`: tRPC's infinite queries send one of their own, the direction of paging. */
  order: z.enum(['asc', 'desc']).default('desc'),
  /** True lists the trash instead. */
  trashed: z.boolean().default(false),
})
export type ListFiles = z.infer<typeof ListFiles>

export const FilePage = z.object({ files: z.array(File), nextCursor: z.string().nullable() })
export type FilePage = z.infer<typeof FilePage>

export const PresignDownload = FileId.extend({
  /** `inline` is honoured for types that no browser runs; others download. */
  disposition: z.enum(['attachment', 'inline']).default('attachment'),
})
export type PresignDownload = z.infer<typeof PresignDownload>

export const PresignedDownload = z.object({ url: z.string(), expiresAt: z.date() })
export type PresignedDownload = z.infer<typeof PresignedDownload>

export const RenameFile = FileId.extend({ name: FileName })
export type RenameFile = z.infer<typeof RenameFile>

/** All sizes in bytes. `storedBytes` includes the trash. */
export const Usage = z.object({
  quotaBytes: z.number(),
  pendingBytes: z.number(),
  storedBytes: z.number(),
  storedCount: z.number(),
  trashedBytes: z.number(),
  trashedCount: z.number(),
  maxFileBytes: z.number(),
})
export type Usage = z.infer<typeof Usage>
