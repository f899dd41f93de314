type Deletion = { put_expires_at: Date | null; attempts: number }

/** ms after a PUT URL's expiry by which a PUT of usual size that began in time has landed. */
const LANDED = 15_000
/**
 * ms after a PUT URL's expiry by which a slow one has: S3 checks the expiry when a PUT begins and lets it
 * finish. Within the hour that an unknown object may live.
 */
const LANDED_LATE = 50 * 60_000

/**
 * When an object that has just been deleted is deleted once more, because a PUT that was allowed could have
 * brought it back: soon after its URL expired and once more for slow PUTs. Null: never again.
 */
export function nextDeletion({ put_expires_at }: Deletion, now: Date): Date | null {
  if (put_expires_at === null) return null
  const expiry = put_expires_at.getTime()
  const times = [expiry + LANDED, expiry + LANDED_LATE]
  const next = times.find((time) => time > now.getTime())
  return next === undefined ? null : new Date(next)
}

const FIRST_RETRY = 5_000
const LAST_RETRY = 15 * 60_000

/** When a deletion that failed is tried again: 5 s, 10 s, 20 s … 15 min, for as long as it takes. */
export function nextAttempt({ attempts }: Deletion, now: Date): Date {
  const wait = Math.min(FIRST_RETRY * 2 ** Math.min(attempts - 1, 20), LAST_RETRY)
  return new Date(now.getTime() + wait)
}
