import type { UserContext } from '../context.ts'
import type { PresignDownload, PresignedDownload } from '../files/schema.ts'

export async function adminPresignDownload(
  _ctx: UserContext,
  _input: PresignDownload,
): Promise<PresignedDownload> {
  throw new Error('not built yet')
}
