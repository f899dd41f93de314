import { z } from 'zod'
import { type ErrorReason, REASONS } from '../errors.ts'
import { ContentType, Cursor, FileName, PageSize } from '../fields.ts'
import { File } from '../files/schema.ts'

const Visibility = z.enum(['private', 'public'])

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lowercase hex digits')

export const UploadRequest = z.object({
  /**
   * Made by the client, and new for each file: asking again with it, as after an answer that got lost, answers
   * the same upload or file instead of making another.
   */
  uploadId: z.uuid().toLowerCase().optional(),
  name: FileName,
  /** Bytes; 0 is a fine file. */
  size: z.int().nonnegative(),
  contentType: ContentType,
  /**
   * Lowercase hex. When given, the bucket refuses any other bytes (of a multipart upload: of each part), and
   * nothing is sent at all where this user stores the same bytes already.
   */
  sha256: Sha256.optional(),
  /** Private alone, until a public URL can be taken back the moment its file is deleted. */
  visibility: z
    .literal('private', { error: 'must be private: public files are not offered' })
    .default('private'),
})
export type UploadRequest = z.infer<typeof UploadRequest>

export const PresignUploads = z.object({
  files: z
    .array(UploadRequest)
    .min(1)
    .max(100)
    .refine((files) => {
      const ids = files.flatMap(({ uploadId }) => uploadId ?? [])
      return new Set(ids).size === ids.length
    }, 'must each have an uploadId of their own'),
})
export type PresignUploads = z.infer<typeof PresignUploads>

/** Send `headers` exactly; the browser adds Content-Length and Host, which are signed too. */
const SignedPut = z.object({
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  expiresAt: z.date(),
})

/** The whole file in one signed PUT. */
const PutPlan = SignedPut.extend({ plan: z.literal('put'), uploadId: z.uuid(), method: z.literal('PUT') })

/**
 * In parts of `partSize` bytes, the last of which may be shorter, sent in any order and each signed by
 * `signParts` just before. `expiresAt` is when the upload is given up.
 */
const MultipartPlan = z.object({
  plan: z.literal('multipart'),
  uploadId: z.uuid(),
  partSize: z.number(),
  partCount: z.number(),
  expiresAt: z.date(),
})

/** The user stores these bytes already: the file is made, there is nothing to send or save. */
const StoredPlan = z.object({ plan: z.literal('stored'), uploadId: z.uuid(), file: File })

export const UploadPlan = z.discriminatedUnion('plan', [PutPlan, MultipartPlan, StoredPlan])
export type UploadPlan = z.infer<typeof UploadPlan>

/** In the order of the request's `files`. */
export const PresignedUploads = z.object({ uploads: z.array(UploadPlan) })
export type PresignedUploads = z.infer<typeof PresignedUploads>

export const UploadId = z.object({ uploadId: z.uuid() })
export type UploadId = z.infer<typeof UploadId>

export const SignParts = UploadId.extend({
  parts: z
    .array(z.object({ partNumber: z.int().min(1).max(10_000), sha256: Sha256 }))
    .min(1)
    .max(100),
})
export type SignParts = z.infer<typeof SignParts>

/** In the order of the request's `parts`. Each is a PUT, and may be repeated with the same bytes. */
export const SignedParts = z.object({ parts: z.array(SignedPut.extend({ partNumber: z.number() })) })
export type SignedParts = z.infer<typeof SignedParts>

/** What the bucket has, by number. `sha256` is null where the bucket keeps none, or has joined the parts already. */
export const ReceivedParts = z.object({
  parts: z.array(z.object({ partNumber: z.number(), size: z.number(), sha256: z.string().nullable() })),
})
export type ReceivedParts = z.infer<typeof ReceivedParts>

export const SavedUpload = z.object({ file: File })
export type SavedUpload = z.infer<typeof SavedUpload>

export const SaveUploads = z.object({ uploadIds: z.array(z.uuid()).min(1).max(100) })
export type SaveUploads = z.infer<typeof SaveUploads>

const Refused = UploadId.extend({
  reason: z.enum(Object.keys(REASONS) as ErrorReason[]),
  message: z.string(),
})

/** In the order of the request's `uploadIds`: the file, or why there is none. One doesn't stop the others. */
export const SavedUploads = z.object({
  results: z.array(z.union([SavedUpload.extend(UploadId.shape), Refused])),
})
export type SavedUploads = z.infer<typeof SavedUploads>

/** `file` is null when nothing is left of the upload, and the file when a save was quicker. */
export const AbortedUpload = UploadId.extend({ file: File.nullable() })
export type AbortedUpload = z.infer<typeof AbortedUpload>

export const ListPending = z.object({ cursor: Cursor.nullish(), limit: PageSize })
export type ListPending = z.infer<typeof ListPending>

export const PendingUpload = z.object({
  uploadId: z.uuid(),
  name: z.string(),
  size: z.number(),
  contentType: z.string(),
  sha256: z.string().nullable(),
  visibility: Visibility,
  plan: z.enum(['put', 'multipart']),
  /** Bytes; both are null for one PUT. */
  partSize: z.number().nullable(),
  partCount: z.number().nullable(),
  createdAt: z.date(),
  /** Of one PUT: when its URL expires, after which it can only be saved or aborted. */
  expiresAt: z.date(),
})
export type PendingUpload = z.infer<typeof PendingUpload>

/** Newest first. */
export const PendingUploads = z.object({ uploads: z.array(PendingUpload), nextCursor: z.string().nullable() })
export type PendingUploads = z.infer<typeof PendingUploads>
