import { createHash } from 'node:crypto'
import { completeMultipart, headObject, listParts, StorageError } from '@holdall/storage'
import type { Context } from '../context.ts'
import { compare, type Mismatch, type ObjectHead } from './compare.ts'
import type { UploadRow } from './find.ts'
import { forgetMultipart } from './open-multipart.ts'
import { bytesOfPart, partCountOf } from './part-plan.ts'

type Deps = Pick<Context, 'db' | 'storage'>

/** What the bucket holds of an upload: all that was promised, something else, or not everything yet. */
export type Arrival =
  | { state: 'whole'; head: ObjectHead }
  | { state: 'wrong'; mismatch: Mismatch }
  /** Numbers of the missing parts; null for one PUT. */
  | { state: 'missing'; parts: number[] | null }

type Part = NonNullable<Awaited<ReturnType<typeof listParts>>>[number]

/** Asks the bucket, and joins the parts of an upload when all have arrived. Repeating it does no harm. */
export async function askBucket(deps: Deps, upload: UploadRow): Promise<Arrival> {
  if (upload.part_size !== null && upload.multipart_id !== null) return await join(deps, upload)
  const parts = upload.part_size === null ? null : everyNumber(upload)
  return (await look(deps, upload)) ?? { state: 'missing', parts }
}

async function join(deps: Deps, upload: UploadRow): Promise<Arrival> {
  const target = { key: upload.object_key, multipartId: upload.multipart_id ?? '' }
  const parts = await listParts(deps.storage, target)
  if (!parts) {
    // Somebody else has joined them, or the bucket has given them up.
    const arrival = await look(deps, upload)
    if (arrival) return arrival
    await forgetMultipart(deps, upload)
    return { state: 'missing', parts: everyNumber(upload) }
  }
  const missing = missingParts(upload, parts)
  if (missing.length > 0) return { state: 'missing', parts: missing }
  try {
    await completeMultipart(deps.storage, { ...target, parts, ifNoneMatch: true })
  } catch (error) {
    // The answer to a completion that succeeded got lost, or another save was quicker: the object tells.
    if (!(error instanceof StorageError)) throw error
    const arrival = await look(deps, upload)
    if (arrival) return arrival
    // Aborted since its parts were listed: by its owner, and then the row is gone too, or by the bucket.
    if (error.code !== 'NoSuchUpload') throw error
    await forgetMultipart(deps, upload)
    return { state: 'missing', parts: everyNumber(upload) }
  }
  return (await look(deps, upload, compositeOf(parts))) ?? { state: 'missing', parts: everyNumber(upload) }
}

async function look(
  { storage }: Deps,
  upload: UploadRow,
  composite?: string | null,
): Promise<Arrival | null> {
  const head = await headObject(storage, { key: upload.object_key })
  if (!head) return null
  const mismatch = compare(upload, head, composite)
  return mismatch ? { state: 'wrong', mismatch } : { state: 'whole', head }
}

/** A part of another size than its number has counts as missing: sent again, it is replaced. */
function missingParts(upload: UploadRow, parts: readonly Pick<Part, 'partNumber' | 'size'>[]): number[] {
  const sizes = new Map(parts.map(({ partNumber, size }) => [partNumber, size]))
  return everyNumber(upload).filter((number) => sizes.get(number) !== bytesOfPart(upload, number))
}

function everyNumber(upload: UploadRow): number[] {
  return Array.from({ length: partCountOf(upload) }, (_, index) => index + 1)
}

/**
 * S3's checksum of an object in parts: that of the parts' checksums, one after the other
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html).
 */
function compositeOf(parts: readonly Part[]): string | null {
  const whole = createHash('sha256')
  for (const { sha256 } of parts) {
    if (sha256 === null) return null
    whole.update(sha256, 'hex')
  }
  return `${whole.digest('base64')}-${parts.length}`
}
