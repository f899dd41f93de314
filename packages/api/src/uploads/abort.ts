import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import type { AbortedUpload, UploadId } from './schema.ts'

export async function abortUpload(_deps: UserContext, _input: UploadId): Promise<AbortedUpload> {
  throw new AppError('UPLOAD_NOT_FOUND')
}
