type Keyed = { key: string }

/** What bucket and table have under one key; one of the two may be missing. */
export type Pair<Object, Row> = { key: string; object: Object | null; rows: Row[] }

/**
 * Walks two lists at once, each in the order of its keys' UTF-8 bytes, so that of lists of any length only one
 * key is in memory at a time. The second may have a key several times.
 */
export async function* mergeByKey<Object extends Keyed, Row extends Keyed>(
  objects: AsyncIterable<Object>,
  rows: AsyncIterable<Row>,
): AsyncIterable<Pair<Object, Row>> {
  const left = objects[Symbol.asyncIterator]()
  const right = rows[Symbol.asyncIterator]()
  let object = await next(left)
  let row = await next(right)
  while (object || row) {
    const key = firstOf(object, row)
    const pair: Pair<Object, Row> = { key, object: null, rows: [] }
    if (object?.key === key) {
      pair.object = object
      object = await next(left)
    }
    while (row?.key === key) {
      pair.rows.push(row)
      row = await next(right)
    }
    yield pair
  }
}

async function next<T>(from: AsyncIterator<T>): Promise<T | null> {
  const { done, value } = await from.next()
  return done ? null : value
}

function firstOf(a: Keyed | null, b: Keyed | null): string {
  if (!a || !b) return (a ?? b)?.key ?? ''
  return Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) <= 0 ? a.key : b.key
}
