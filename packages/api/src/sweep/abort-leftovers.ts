import { Prisma } from '@holdall/db'
import { abortMultipart, listMultiparts } from '@holdall/storage'
import type { Context } from '../context.ts'
import { inParallel } from '../in-parallel.ts'
import { statement } from '../sql/statement.ts'

type Deps = Pick<Context, 'db' | 'storage' | 'now'>
type Limits = {
  /** Uploads in parts aborted at most. */
  limit: number
  lanes: number
}
type Open = { key: string; multipartId: string }

/** All keys that we make begin so; anything else in the bucket is somebody else's. */
const PREFIXES = ['private/', 'public/']

/** ms for which an upload in parts that no row knows is left alone: its row may be about to be written. */
const YOUNG = 86_400_000

/** Looked at, at most. The bucket's own rule aborts what lies behind so many that go on. */
const MOST_LISTED = 10_000

/** As many as S3 lists in one answer. */
const PAGE = 1000

/**
 * Aborts uploads in parts that no row knows: a server died between making one and writing it down, or the
 * other of two was written down. Parts are invisible, but cost like files. Answers how many.
 */
export async function abortLeftovers(deps: Deps, { limit, lanes }: Limits): Promise<number> {
  let aborted = 0
  for (const prefix of PREFIXES) {
    for await (const page of pagesOfOld(deps, prefix)) {
      const leftovers = (await unknownOf(deps, page)).slice(0, limit - aborted)
      await inParallel(leftovers, lanes, (leftover) => abortMultipart(deps.storage, leftover))
      aborted += leftovers.length
      if (aborted >= limit) return aborted
    }
  }
  return aborted
}

async function* pagesOfOld({ storage, now }: Deps, prefix: string): AsyncIterable<Open[]> {
  const before = now().getTime() - YOUNG
  let page: Open[] = []
  let listed = 0
  for await (const { key, multipartId, initiatedAt } of listMultiparts(storage, { prefix })) {
    if (initiatedAt.getTime() <= before) page.push({ key, multipartId })
    if (page.length === PAGE) {
      yield page
      page = []
    }
    listed += 1
    if (listed === MOST_LISTED) break
  }
  if (page.length > 0) yield page
}

async function unknownOf({ db }: Deps, page: Open[]): Promise<Open[]> {
  const keys = page.map(({ key }) => key)
  const known = await statement<{ multipart_id: string | null }>(
    db,
    Prisma.sql`
      SELECT multipart_id FROM uploads WHERE object_key = ANY(${keys}::text[])
      UNION SELECT multipart_id FROM object_deletions WHERE object_key = ANY(${keys}::text[])`,
  )
  const ids = new Set(known.map((row) => row.multipart_id))
  return page.filter(({ multipartId }) => !ids.has(multipartId))
}
