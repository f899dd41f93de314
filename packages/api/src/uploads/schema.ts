import { z } from 'zod'
import { ContentType, FileName } from '../fields.ts'
import { File } from '../files/schema.ts'

const Visibility = z.enum(['private', 'public'])

export const UploadRequest = z.object({
  name: FileName,
  /** Bytes; 0 is a fine file. */
  size: z.int().nonnegative(),
  contentType: ContentType,
  /** Lowercase hex. When given, the bucket refuses any other bytes. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 lowercase hex digits')
    .optional(),
  visibility: Visibility.default('private'),
})
export type UploadRequest = z.infer<typeof UploadRequest>

export const PresignUploads = z.object({ files: z.array(UploadRequest).min(1).max(100) })
export type PresignUploads = z.infer<typeof PresignUploads>

/** One signed PUT. Send `headers` exactly; the browser adds Content-Length and Host, which are signed too. */
const PresignedUpload = z.object({
  uploadId: z.uuid(),
  method: z.literal('PUT'),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  expiresAt: z.date(),
})

/** In the order of the request's `files`. */
export const PresignedUploads = z.object({ uploads: z.array(PresignedUpload) })
export type PresignedUploads = z.infer<typeof PresignedUploads>

export const SaveUpload = z.object({ uploadId: z.uuid() })
export type SaveUpload = z.infer<typeof SaveUpload>

export const SavedUpload = z.object({ file: File })
export type SavedUpload = z.infer<typeof SavedUpload>
