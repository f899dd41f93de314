import { S3Error } from './errors.ts'
import type { LifecycleRule } from './lifecycle-rules.ts'
import type { Bucket } from './store/bucket.ts'
import { deleteObject, findObject } from './store/objects.ts'
import type { ObjectRecord } from './store/record.ts'
import type { Store } from './store/store.ts'
import type { Upload } from './store/upload.ts'
import { abortUpload } from './store/uploads.ts'

const DAY_MS = 24 * 60 * 60 * 1000

type Candidate = Pick<ObjectRecord, 'key' | 'size' | 'lastModified' | 'tags'>

/**
 * Carries out every bucket's lifecycle rules as of `now`: expired objects are deleted, uploads left open
 * too long are aborted.
 */
export async function runLifecycle(store: Store, now: Date): Promise<void> {
  for (const bucket of store.list()) {
    const rules = bucket.settings.lifecycle
    if (!rules) continue
    await expireObjects(store, bucket, now)
    for (const upload of [...bucket.uploads.values()]) {
      const due = abortDate(bucket, upload)
      if (due && due.date <= now) await abortUpload(store.disk, bucket, upload)
    }
  }
}

async function expireObjects(store: Store, bucket: Bucket, now: Date): Promise<void> {
  const rules = bucket.settings.lifecycle?.filter((rule) => rule.enabled && rule.expiration) ?? []
  for (const rule of rules) {
    const prefix = rule.filter.prefix ?? ''
    let position = bucket.objects.seek(prefix)
    for (;;) {
      const found = bucket.objects.at(position)
      if (!found?.[0].startsWith(prefix)) break
      const [key, entry] = found
      position++
      if (!isDue(rule, entry.lastModified, now)) continue
      const record = await findObject(bucket, key)
      if (!record || !applies(rule, record)) continue
      await deleteExpired(store, bucket, { rule, key, now })
      position = bucket.objects.seek(key)
    }
  }
}

async function deleteExpired(
  store: Store,
  bucket: Bucket,
  { rule, key, now }: { rule: LifecycleRule; key: string; now: Date },
): Promise<void> {
  try {
    await deleteObject(store.disk, bucket, key, (current) => {
      // An object that replaced the expired one in the meantime lives a life of its own.
      if (current && !isDue(rule, current.lastModified, now)) throw new S3Error('PreconditionFailed')
    })
  } catch (error) {
    if (!(error instanceof S3Error)) throw error
  }
}

function isDue(rule: LifecycleRule, lastModified: number, now: Date): boolean {
  const due = expirationDate(rule, lastModified)
  return due !== null && due <= now
}

function applies(rule: LifecycleRule, object: Candidate): boolean {
  const { prefix, tags, sizeGreaterThan, sizeLessThan } = rule.filter
  return (
    rule.enabled &&
    object.key.startsWith(prefix ?? '') &&
    (sizeGreaterThan === undefined || object.size > sizeGreaterThan) &&
    (sizeLessThan === undefined || object.size < sizeLessThan) &&
    tags.every(([key, value]) => object.tags.some((tag) => tag[0] === key && tag[1] === value))
  )
}

/** S3 adds the days and rounds up to the next midnight UTC. */
function daysLater(from: number, days: number): Date {
  return new Date(Math.ceil((from + days * DAY_MS) / DAY_MS) * DAY_MS)
}

function expirationDate(rule: LifecycleRule, lastModified: number): Date | null {
  if (!rule.expiration) return null
  return 'days' in rule.expiration
    ? daysLater(lastModified, rule.expiration.days)
    : new Date(rule.expiration.date)
}

/** `x-amz-expiration`: when the object will go and by which rule; undefined where none applies. */
export function expirationHeader(bucket: Bucket, record: Candidate): string | undefined {
  let first: { date: Date; id: string } | null = null
  for (const rule of bucket.settings.lifecycle ?? []) {
    const date = applies(rule, record) ? expirationDate(rule, record.lastModified) : null
    if (date && (!first || date < first.date)) first = { date, id: rule.id }
  }
  return first
    ? `expiry-date="${first.date.toUTCString()}", rule-id="${encodeURIComponent(first.id)}"`
    : undefined
}

/** When an upload left open will be aborted and by which rule; null where none applies. */
export function abortDate(
  bucket: Bucket,
  upload: Pick<Upload, 'key' | 'initiatedAt'>,
): { date: Date; ruleId: string } | null {
  let first: { date: Date; ruleId: string } | null = null
  for (const rule of bucket.settings.lifecycle ?? []) {
    const days = rule.abortIncompleteUploadDays
    if (!rule.enabled || days === undefined || !upload.key.startsWith(rule.filter.prefix ?? '')) continue
    const date = daysLater(upload.initiatedAt, days)
    if (!first || date < first.date) first = { date, ruleId: rule.id }
  }
  return first
}
