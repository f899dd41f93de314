import { type Db, Prisma } from '@holdall/db'
import type { Context } from '../context.ts'
import { drainOutbox } from '../outbox/drain.ts'
import { abortLeftovers } from './abort-leftovers.ts'
import { endExpiredUploads } from './end-uploads.ts'
import { measureAdopted } from './measure.ts'
import { purgeOldTrash } from './purge-trash.ts'

export type SweepDeps = Pick<Context, 'db' | 'storage' | 'policy' | 'now' | 'newId' | 'log'>

/** What one sweep does at most; the next one goes on. */
export type SweepLimits = {
  /** Outbox rows, trashed files, expired uploads, leftovers and adopted rows: of each so many. */
  batch: number
  /** HEAD requests at a time. */
  lanes: number
  /** Seconds after a PUT URL's expiry for which a PUT that began in time may still be landing. */
  graceSeconds: number
}

const LIMITS: SweepLimits = { batch: 1000, lanes: 8, graceSeconds: 30 * 60 }

type Stage = 'uploads' | 'leftovers' | 'trash' | 'adoption' | 'outbox'

export type SweepReport = {
  /** Another sweep was under way: nothing was done. */
  skipped: boolean
  uploadsFinished: number
  uploadsReaped: number
  /** Uploads in parts that the bucket had and no row knew. */
  leftoversAborted: number
  trashPurged: number
  adoptedMeasured: number
  adoptedMissing: number
  outboxDeleted: number
  /** Of those: to be deleted once more when their PUT URL has expired. */
  outboxDeferred: number
  outboxFailed: number
  /** Stages that ended in an error, which is in the log. The others ran all the same. */
  failed: Stage[]
}

/**
 * Finishes or reaps expired uploads, aborts what is left of others, purges old trash, measures adopted rows and empties the outbox. Made to
 * be run every minute or so, by as many servers as there are: one of them does it, the others answer
 * `skipped`. Two at once would do no harm either, since every change is a statement that decides by itself.
 */
export async function sweep(deps: SweepDeps, limits: Partial<SweepLimits> = {}): Promise<SweepReport> {
  const report: SweepReport = {
    skipped: false,
    uploadsFinished: 0,
    uploadsReaped: 0,
    leftoversAborted: 0,
    trashPurged: 0,
    adoptedMeasured: 0,
    adoptedMissing: 0,
    outboxDeleted: 0,
    outboxDeferred: 0,
    outboxFailed: 0,
    failed: [],
  }
  const ran = await alone(deps.db, () => runStages(deps, { ...LIMITS, ...limits }, report))
  return { ...report, skipped: !ran }
}

async function runStages(deps: SweepDeps, limits: SweepLimits, report: SweepReport): Promise<void> {
  const { batch, lanes, graceSeconds } = limits
  const stage = async (name: Stage, work: () => Promise<void>) => {
    try {
      await work()
    } catch (err) {
      report.failed.push(name)
      deps.log.error({ err, stage: name }, 'a stage of the sweep failed')
    }
  }
  await stage('uploads', async () => {
    const { finished, reaped } = await endExpiredUploads(deps, { limit: batch, lanes, graceSeconds })
    report.uploadsFinished = finished
    report.uploadsReaped = reaped
  })
  await stage('leftovers', async () => {
    report.leftoversAborted = await abortLeftovers(deps, { limit: batch, lanes })
  })
  await stage('trash', async () => {
    report.trashPurged = await purgeOldTrash(deps, { limit: batch })
  })
  await stage('adoption', async () => {
    const { measured, missing } = await measureAdopted(deps, { limit: batch, lanes })
    report.adoptedMeasured = measured
    report.adoptedMissing = missing
  })
  // Last, so that what the stages before it forgot goes at once.
  await stage('outbox', async () => {
    const { deleted, deferred, failed } = await drainOutbox(deps, { limit: batch })
    report.outboxDeleted = deleted
    report.outboxDeferred = deferred
    report.outboxFailed = failed
  })
}

/** Any number that no other program on the same database uses. */
const LOCK = 4_826_171_903_331_702n
/** ms for the transaction that holds the lock: far more than a bounded sweep takes. */
const LONGEST = 10 * 60_000

/**
 * Runs the work under an advisory lock, or not at all. The lock belongs to a transaction that does nothing
 * else, because poolers keep no sessions; a process that dies gives it back.
 */
async function alone(db: Db, work: () => Promise<void>): Promise<boolean> {
  return await db.$transaction(
    async (tx) => {
      const [lock] = await tx.$queryRaw<{ mine: boolean }[]>(
        Prisma.sql`SELECT pg_try_advisory_xact_lock(${LOCK}::bigint) AS mine`,
      )
      if (lock?.mine) await work()
      return lock?.mine ?? false
    },
    { timeout: LONGEST },
  )
}
