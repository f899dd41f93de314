export type { ErrorReason, RouterInputs, RouterOutputs } from '@holdall/api'
export {
  type AuthClient,
  type AuthClientOptions,
  AuthError,
  type AuthReason,
  createAuthClient,
  type SessionUser,
  type SignedIn,
} from './auth.ts'
export { type ClientOptions, createClient, type HoldallClient } from './client.ts'
export {
  canRetryUpload,
  fieldOf,
  isPassing,
  messageOf,
  reasonOf,
  requestIdOf,
  type UploadReason,
  uploadReasonOf,
} from './errors.ts'
export { nextPath } from './next-path.ts'
export type { RetryPolicy } from './retry.ts'
export type { StoredFile } from './save-uploads.ts'
export { UploadError, type UploadFailure, UploadPaused } from './upload-error.ts'
export { uploadFile } from './upload-file.ts'
export { type UploadFilesOptions, type UploadOutcome, uploadFiles } from './upload-files.ts'
export type { BegunUpload, UploadOptions, UploadSource } from './upload-options.ts'
export type { UploadPhase, UploadProgress } from './upload-progress.ts'
