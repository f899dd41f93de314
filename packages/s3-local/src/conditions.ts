import type { Call } from './call.ts'
import { S3Error } from './errors.ts'
import type { Bucket } from './store/bucket.ts'
import type { Precondition } from './store/objects.ts'

type Validators = { etag: string; lastModified: number }

/** Names of the four conditional headers: a copy's source has them under other names. */
type ConditionHeaders = {
  ifMatch: string
  ifNoneMatch: string
  ifModified: string
  ifUnmodified: string
}

const READ: ConditionHeaders = {
  ifMatch: 'if-match',
  ifNoneMatch: 'if-none-match',
  ifModified: 'if-modified-since',
  ifUnmodified: 'if-unmodified-since',
}

const COPY_SOURCE: ConditionHeaders = {
  ifMatch: 'x-amz-copy-source-if-match',
  ifNoneMatch: 'x-amz-copy-source-if-none-match',
  ifModified: 'x-amz-copy-source-if-modified-since',
  ifUnmodified: 'x-amz-copy-source-if-unmodified-since',
}

/** Throws PreconditionFailed or NotModified as GetObject's documentation has it; ETags go before dates. */
export function checkReadConditions(call: Call, object: Validators): void {
  const failed = failedCondition(call, object, READ)
  if (failed === 'If-None-Match' || failed === 'If-Modified-Since') {
    throw new S3Error('NotModified', { headers: validatorHeaders(object) })
  }
  if (failed) throw preconditionFailed(failed)
}

/** Like a read's conditions, but each failure is a 412. */
export function checkCopySource(call: Call, object: Validators): void {
  const failed = failedCondition(call, object, COPY_SOURCE)
  if (failed) throw preconditionFailed(failed)
}

function failedCondition(call: Call, object: Validators, names: ConditionHeaders): string | null {
  const ifMatch = call.header(names.ifMatch)
  const ifNoneMatch = call.header(names.ifNoneMatch)
  if (ifMatch !== undefined) {
    if (!matchesEtag(ifMatch, object.etag)) return 'If-Match'
  } else {
    const since = parseDate(call.header(names.ifUnmodified))
    if (since !== null && object.lastModified > since) return 'If-Unmodified-Since'
  }
  if (ifNoneMatch !== undefined) {
    if (matchesEtag(ifNoneMatch, object.etag)) return 'If-None-Match'
  } else {
    const since = parseDate(call.header(names.ifModified))
    if (since !== null && since <= call.now.getTime() && object.lastModified <= since)
      return 'If-Modified-Since'
  }
  return null
}

function validatorHeaders(object: Validators): Record<string, string> {
  return { etag: `"${object.etag}"`, 'last-modified': new Date(object.lastModified).toUTCString() }
}

/** RFC 9110: an unreadable date is as if it weren't there. */
function parseDate(text: string | undefined): number | null {
  const time = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) ? null : time
}

function matchesEtag(header: string, etag: string): boolean {
  return header.split(',').some((candidate) => {
    const given = unquote(candidate.trim().replace(/^W\//, ''))
    return given === '*' || given === etag
  })
}

export function unquote(etag: string): string {
  return etag.replace(/^"(.*)"$/, '$1')
}

function preconditionFailed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', { extra: { Condition: condition } })
}

export type WriteCondition = {
  /** Judged once, with the key locked, when the write takes effect. */
  precondition: Precondition | undefined
  /** Call when the write has ended, however it went. */
  release(): void
}

/**
 * What `If-None-Match: *` and `If-Match` demand of the object that a write replaces. A delete that succeeds
 * while the write is under way makes it a ConditionalRequestConflict ("Conditional writes", S3 user guide).
 */
export function writeCondition(call: Call, bucket: Bucket, key: string): WriteCondition {
  const ifNoneMatch = call.header('if-none-match')
  const ifMatch = call.header('if-match')
  if (ifNoneMatch === undefined && ifMatch === undefined)
    return { precondition: undefined, release: () => undefined }
  if (ifNoneMatch !== undefined && (ifNoneMatch !== '*' || ifMatch !== undefined)) {
    throw new S3Error('NotImplemented', { extra: { Header: 'If-None-Match' } })
  }
  const watch: { conflicted: boolean } = { conflicted: false }
  const watchers = bucket.conditionalWrites.get(key) ?? new Set()
  watchers.add(watch)
  bucket.conditionalWrites.set(key, watchers)
  return {
    precondition(current) {
      if (watch.conflicted) {
        const condition = ifMatch === undefined ? 'If-None-Match' : 'If-Match'
        throw new S3Error('ConditionalRequestConflict', { extra: { Condition: condition, Key: key } })
      }
      if (ifMatch === undefined) {
        if (current) throw preconditionFailed('If-None-Match')
      } else {
        demandMatch(ifMatch, current, key)
      }
    },
    release() {
      watchers.delete(watch)
      if (watchers.size === 0) bucket.conditionalWrites.delete(key)
    },
  }
}

/** `If-Match` of a write or a delete: NoSuchKey without an object, PreconditionFailed for another one. */
export function demandMatch(header: string, current: { etag: string } | null, key: string): void {
  if (!current) throw new S3Error('NoSuchKey', { extra: { Key: key } })
  if (!matchesEtag(header, current.etag)) throw preconditionFailed('If-Match')
}
