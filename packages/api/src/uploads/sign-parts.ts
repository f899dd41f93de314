import { AppError } from '../app-error.ts'
import type { UserContext } from '../context.ts'
import type { SignedParts, SignParts } from './schema.ts'

export async function signParts(_deps: UserContext, _input: SignParts): Promise<SignedParts> {
  throw new AppError('UPLOAD_NOT_FOUND')
}
