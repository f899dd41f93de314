import { headObject } from '@holdall/storage'
import type { Context } from '../context.ts'
import { type DriftRow, knownUsers, sameBytes, stillThere, unknownKeys } from './rows.ts'

type Deps = Pick<Context, 'db' | 'storage'>

/** One difference between bucket and table, and what would end it. */
export type Finding =
  /** An object of a user that no row knows: it becomes a file of theirs. */
  | { what: 'adopt'; key: string; userId: string }
  /** An object under our prefixes that no row knows, of nobody: it goes. */
  | { what: 'remove-object'; key: string }
  /** A file whose object is gone, while the same bytes are under another key of the same user. */
  | { what: 'relink'; key: string; fileId: string; userId: string; name: string; to: string }
  /** A file whose object is gone. */
  | { what: 'remove-file'; key: string; fileId: string; userId: string; name: string }
  /** An object that was replaced behind our back: only a person can tell which is right. */
  | { what: 'changed'; key: string; fileId: string; userId: string; name: string }
  /** A row that came without us and whose object the bucket never had: it stays, and isn't counted. */
  | { what: 'unconfirmed'; key: string; fileId: string; userId: string; name: string }
  /** An object outside our prefixes: another program's, and none of our business. */
  | { what: 'foreign'; key: string }

/** A finding, with what it takes to act on it. */
export type Judged = { finding: Finding; row?: DriftRow; sourceId?: number }

/** Keys that we make: visibility, owner, UUID. */
const OURS = /^(?:private|public)\/([^/]+)\/[^/]+$/

/**
 * Objects that the walk found no row for. Both lists were read while people worked, so each is looked at
 * once more: whether any table knows it by now, and whether it is still there.
 */
export async function judgeObjects({ db, storage }: Deps, keys: readonly string[]): Promise<Judged[]> {
  const unknown = [...(await unknownKeys(db, keys))]
  const owners = await knownUsers(
    db,
    unknown.flatMap((key) => OURS.exec(key)?.[1] ?? []),
  )
  const judged: Judged[] = []
  for (const key of unknown) {
    const userId = OURS.exec(key)?.[1]
    if (!userId) judged.push({ finding: { what: 'foreign', key } })
    else if (await headObject(storage, { key })) {
      const finding: Finding = owners.has(userId)
        ? { what: 'adopt', key, userId }
        : { what: 'remove-object', key }
      judged.push({ finding })
    }
  }
  return judged
}

/** A file that the walk found no object for, or another one. Null when that was a moment's view. */
export async function judgeRow({ db, storage }: Deps, seen: DriftRow): Promise<Judged | null> {
  const head = await headObject(storage, { key: seen.key })
  const row = await stillThere(db, seen)
  if (!row) return null
  const about = { key: row.key, fileId: row.public_id, userId: row.user_id, name: row.file_name }
  if (head) return differs(row, head) ? { finding: { what: 'changed', ...about } } : null
  if (row.verified_at === null) return { finding: { what: 'unconfirmed', ...about } }
  for (const source of await sameBytes(db, row)) {
    if (await headObject(storage, { key: source.key })) {
      return { finding: { what: 'relink', ...about, to: source.key }, row, sourceId: source.id }
    }
  }
  return { finding: { what: 'remove-file', ...about }, row }
}

export function differs(row: DriftRow, object: { size: number; etag: string }): boolean {
  return row.verified_at !== null && (BigInt(object.size) !== row.size || object.etag !== row.etag)
}
