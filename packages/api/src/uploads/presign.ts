import type { UserContext } from '../context.ts'
import type { PresignedUploads, PresignUploads } from './schema.ts'

export async function presignUploads(_ctx: UserContext, _input: PresignUploads): Promise<PresignedUploads> {
  throw new Error('not built yet')
}
