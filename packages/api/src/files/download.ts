import type { UserContext } from '../context.ts'
import type { PresignDownload, PresignedDownload } from './schema.ts'

export async function presignDownload(
  _ctx: UserContext,
  _input: PresignDownload,
): Promise<PresignedDownload> {
  throw new Error('not built yet')
}
