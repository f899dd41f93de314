import type { AuthOptions } from '../auth/sigv4.ts'
import { S3Error } from '../errors.ts'

export type PostForm = {
  /** Every field before the file, in order, names as sent. */
  fields: ReadonlyArray<readonly [name: string, value: string]>
  /** The file part's filename, '' without one; it replaces `${filename}` in the key. */
  fileName: string
  /** The bucket that the URL names. */
  bucket: string
}

export type VerifiedPost = {
  /** Null for a form without a policy: only a bucket policy can let it in. */
  identity: { accessKeyId: string } | null
  authType: 'POST' | null
  signatureAgeMs: number | null
  /** The object's key, `${filename}` replaced. */
  key: string
  /** Lower-case name → value, `${filename}` replaced. */
  fields: ReadonlyMap<string, string>
  /** The policy's content-length-range in bytes, inclusive; null without one. */
  lengthRange: { min: number; max: number } | null
}

/** Verifies a form's policy, signature and fields. Call before reading the file. */
export function verifyPost(form: PostForm, options: AuthOptions): VerifiedPost {
  throw new S3Error('NotImplemented', { message: form.bucket + options.region })
}

/** EntityTooSmall or EntityTooLarge for a file outside the policy's content-length-range. */
export function checkPostLength(range: VerifiedPost['lengthRange'], size: number): void {
  throw new S3Error('NotImplemented', { message: `${range} ${size}` })
}
