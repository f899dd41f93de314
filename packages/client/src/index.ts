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
export { UploadError, type UploadFailure } from './upload-error.ts'
export {
  type StoredFile,
  type UploadOptions,
  type UploadPhase,
  type UploadProgress,
  uploadFile,
} from './upload-file.ts'
