import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import type { ReceivedParts, UploadId } from './schema.ts'

export async function receivedParts(_deps: UserContext, _input: UploadId): Promise<ReceivedParts> {
  throw new AppError('UPLOAD_NOT_FOUND')
}
