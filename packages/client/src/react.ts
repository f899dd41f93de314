export { api } from './react/api.ts'
export { HoldallProvider, type HoldallProviderProps } from './react/provider.tsx'
export { createQueryClient } from './react/query-client.ts'
export { endSession, useSession, useSignIn, useSignOut, useSignUp } from './react/session.ts'
export { useUploadQueue, useUploads } from './react/use-uploads.ts'
export {
  isActive,
  isOpen,
  type Upload,
  type UploadFault,
  type UploadQueue,
  type UploadState,
} from './upload-state.ts'
