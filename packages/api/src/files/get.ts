import type { UserContext } from '../context.ts'
import type { FileId } from '../fields.ts'
import { requireFile } from './find.ts'
import { toFile } from './row.ts'
import type { File } from './schema.ts'

type Deps = Pick<UserContext, 'db' | 'storage' | 'policy' | 'user'>

/** One of the user's files, in the trash or not. @throws FILE_NOT_FOUND */
export async function getFile(deps: Deps, { id }: FileId): Promise<File> {
  return toFile(deps, await requireFile(deps, id))
}
