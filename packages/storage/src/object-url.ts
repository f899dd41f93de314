import { objectPath } from './presign.ts'
import type { Storage } from './storage.ts'

/** The object's plain URL. It opens only what lies under `public/`; that is also all that `publicUrl` serves. */
export function objectUrl(storage: Storage, { key }: { key: string }): string {
  if (storage.publicUrl !== null && key.startsWith('public/'))
    return `${storage.publicUrl}${keyPath(storage, key)}`
  return `${storage.baseUrl.origin}${objectPath(storage, key)}`
}

function keyPath(storage: Storage, key: string): string {
  return objectPath({ ...storage, baseUrl: new URL('/', storage.baseUrl) }, key)
}
