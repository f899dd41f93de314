import { listObjects } from '@holdall/storage'
import type { Context } from '../context.ts'
import { actOn } from './act.ts'
import { differs, type Finding, type Judged, judgeObjects, judgeRow } from './judge.ts'
import { mergeByKey } from './merge.ts'
import { rowsInKeyOrder } from './rows.ts'

export type DriftDeps = Pick<Context, 'db' | 'storage' | 'now' | 'newId'>

type DriftOptions = {
  /** Ends the differences that it can; by default it only says them. */
  act?: boolean
  /** Told of every difference as it is found: there may be more of them than fit into memory. */
  onFinding?: (finding: Finding) => void
}

export type DriftReport = {
  objects: number
  rows: number
  /** Rows whose object is there, as recorded. */
  matched: number
  found: Record<Finding['what'], number>
  /** Differences that were ended. */
  ended: number
}

/** Objects without a row that are looked at together. */
const BATCH = 500

/**
 * Compares the whole bucket with the whole table, in both directions, whatever their size: both are read in the
 * order of their keys, once. People may work meanwhile; what looks wrong is looked at again before it counts.
 * Acting, it first checks without acting.
 * @throws Error when it is to act and not one file has its object here: then the bucket is the wrong one
 */
export async function checkDrift(deps: DriftDeps, options: DriftOptions = {}): Promise<DriftReport> {
  if (options.act) {
    const { matched, rows } = await walk(deps, {})
    if (rows > 0 && matched === 0) {
      throw new Error(
        'None of the files has its object in this bucket. Is it the right one? Nothing was changed.',
      )
    }
  }
  return await walk(deps, options)
}

async function walk(deps: DriftDeps, { act = false, onFinding }: DriftOptions): Promise<DriftReport> {
  const found = {
    adopt: 0,
    'remove-object': 0,
    relink: 0,
    'remove-file': 0,
    changed: 0,
    unconfirmed: 0,
    foreign: 0,
  }
  const report: DriftReport = { objects: 0, rows: 0, matched: 0, found, ended: 0 }
  const conclude = async (judged: Judged) => {
    found[judged.finding.what] += 1
    onFinding?.(judged.finding)
    if (act && (await actOn(deps, judged))) report.ended += 1
  }
  let strays: string[] = []
  const concludeStrays = async () => {
    for (const judged of await judgeObjects(deps, strays)) await conclude(judged)
    strays = []
  }
  for await (const { key, object, rows } of mergeByKey(listObjects(deps.storage), rowsInKeyOrder(deps.db))) {
    if (object) report.objects += 1
    report.rows += rows.length
    for (const row of rows) {
      const judged = object && !differs(row, object) ? null : await judgeRow(deps, row)
      if (judged) await conclude(judged)
      else report.matched += 1
    }
    if (rows.length === 0) strays.push(key)
    if (strays.length === BATCH) await concludeStrays()
  }
  await concludeStrays()
  return report
}
