import { z } from 'zod'
import { Cursor, FileId, FileKind, ForeignId, isText, PageSize, Search } from '../fields.ts'
import { File, FileSort } from '../files/schema.ts'

export const AdminFile = File.extend({
  objectKey: z.string(),
  owner: z.object({ id: z.string(), email: z.string().nullable(), name: z.string().nullable() }),
})
export type AdminFile = z.infer<typeof AdminFile>

export const AdminListFiles = z.object({
  cursor: Cursor.nullish(),
  limit: PageSize,
  /** Part of the file's name or object key, or of its owner's e-mail or name. */
  search: Search.optional(),
  kind: FileKind.optional(),
  /** Files of this user alone. */
  ownerId: ForeignId.optional(),
  /** `any` is the default: admins see the trash too. */
  state: z.enum(['any', 'stored', 'trashed']).default('any'),
  sort: FileSort.default('uploadedAt'),
  order: z.enum(['asc', 'desc']).default('desc'),
})
export type AdminListFiles = z.infer<typeof AdminListFiles>

export const AdminFilePage = z.object({ files: z.array(AdminFile), nextCursor: z.string().nullable() })
export type AdminFilePage = z.infer<typeof AdminFilePage>

/** 3 to 500 characters that a person can read later. */
const Reason = z
  .string()
  .trim()
  .refine((reason) => reason.length >= 3, 'must say why in at least 3 characters')
  .refine((reason) => reason.length <= 500, 'must have at most 500 characters')
  .refine(isText, 'must be readable text')

export const AdminDeleteFile = FileId.extend({ reason: Reason })
export type AdminDeleteFile = z.infer<typeof AdminDeleteFile>

export const AuditAction = z.enum([
  'upload.presign',
  'upload.save',
  'upload.reap',
  'file.rename',
  'file.download',
  'file.trash',
  'file.restore',
  'file.purge',
])
export type AuditAction = z.infer<typeof AuditAction>

export const AuditEvent = z.object({
  id: z.uuid(),
  at: z.date(),
  actor: z.object({
    id: z.string().nullable(),
    role: z.enum(['user', 'admin', 'system']),
    email: z.string().nullable(),
  }),
  action: AuditAction,
  target: z.object({ type: z.string(), id: z.string(), name: z.string().nullable() }),
  owner: z.object({ id: z.string().nullable(), email: z.string().nullable() }),
  reason: z.string().nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
})
export type AuditEvent = z.infer<typeof AuditEvent>

export const ListAudit = z.object({
  cursor: Cursor.nullish(),
  limit: PageSize,
  action: AuditAction.optional(),
  actorId: ForeignId.optional(),
  ownerId: ForeignId.optional(),
  /** The public id of a file or upload. */
  targetId: ForeignId.optional(),
})
export type ListAudit = z.infer<typeof ListAudit>

export const AuditPage = z.object({ events: z.array(AuditEvent), nextCursor: z.string().nullable() })
export type AuditPage = z.infer<typeof AuditPage>
