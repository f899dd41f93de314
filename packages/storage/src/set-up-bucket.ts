import type { Storage } from './storage.ts'

export function setUpBucket(
  _storage: Storage,
  _params: { origins: string[] },
): Promise<{ skipped: string[] }> {
  throw new Error('being written')
}
