import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { S3Error } from '../errors.ts'
import { removeBlobs } from './blobs.ts'
import { type Bucket, inBucket, uploadLock } from './bucket.ts'
import { type Disk, publishFile, removeTree, replaceFile, writeTemp } from './files.ts'
import { commitObject, type Precondition } from './objects.ts'
import { blobsOf, type ObjectRecord } from './record.ts'
import type { SavedUpload, Upload, UploadPart } from './upload.ts'

export const UPLOAD_FILE = 'upload.json'

let uploadsStarted = 0

/**
 * Ids sort as their uploads were started, so that a listing can go on after an upload that is gone by then.
 * Nobody can guess one: the rest is random.
 */
function uploadId(initiatedAt: number): string {
  const order = initiatedAt.toString(16).padStart(12, '0') + (uploadsStarted++).toString(16).padStart(8, '0')
  return order + randomBytes(24).toString('base64url')
}

export async function createUpload(
  disk: Disk,
  bucket: Bucket,
  details: Omit<SavedUpload, 'id'>,
): Promise<Upload> {
  const saved: SavedUpload = { ...details, id: uploadId(details.initiatedAt) }
  const temp = join(disk.tmpDir, randomUUID())
  await mkdir(temp)
  await replaceFile(disk, temp, UPLOAD_FILE, JSON.stringify(saved))
  return inBucket(bucket, async () => {
    await rename(temp, join(bucket.uploadsDir, saved.id))
    await disk.syncDir(bucket.uploadsDir)
    const upload: Upload = { ...saved, parts: new Map() }
    bucket.uploads.set(saved.id, upload)
    return upload
  })
}

/** The open upload with this id for this key; NoSuchUpload otherwise. */
export function findUpload(bucket: Bucket, key: string, id: string): Upload {
  const upload = bucket.uploads.get(id)
  if (!upload || upload.key !== key) throw new S3Error('NoSuchUpload', { extra: { UploadId: id } })
  return upload
}

/** Stores a part, in place of an earlier one with its number. NoSuchUpload if the upload has ended meanwhile. */
export async function commitPart(
  disk: Disk,
  bucket: Bucket,
  upload: Upload,
  part: UploadPart,
): Promise<void> {
  const temp = await writeTemp(disk, JSON.stringify(part))
  try {
    await bucket.lock(uploadLock(upload.id), () =>
      inBucket(bucket, async () => {
        findUpload(bucket, upload.key, upload.id)
        await publishFile(disk, temp, join(bucket.uploadsDir, upload.id), `part-${part.number}.json`)
        const replaced = upload.parts.get(part.number)
        upload.parts.set(part.number, part)
        if (replaced) await removeBlobs(bucket.blobsDir, blobsOf(replaced.content))
      }),
    )
  } catch (error) {
    await rm(temp, { force: true })
    throw error
  }
}

/** Ends an upload and frees its parts. */
export async function abortUpload(disk: Disk, bucket: Bucket, upload: Upload): Promise<void> {
  await bucket.lock(uploadLock(upload.id), () =>
    inBucket(bucket, async () => {
      findUpload(bucket, upload.key, upload.id)
      await forgetUpload(disk, bucket, upload)
      for (const part of upload.parts.values()) await removeBlobs(bucket.blobsDir, blobsOf(part.content))
    }),
  )
}

/**
 * Turns the upload into an object: `assemble` builds the record from the parts as they are with the upload
 * locked. The parts that it took become the object's bytes as they lie; the others are freed.
 */
export async function completeUpload(
  disk: Disk,
  bucket: Bucket,
  upload: Upload,
  options: { assemble: (upload: Upload) => ObjectRecord; precondition?: Precondition },
): Promise<ObjectRecord> {
  return bucket.lock(uploadLock(upload.id), async () => {
    findUpload(bucket, upload.key, upload.id)
    const record = options.assemble(upload)
    await commitObject(disk, bucket, record, {
      precondition: options.precondition,
      afterwards: () => forgetUpload(disk, bucket, upload),
    })
    const used = new Set(blobsOf(record.content))
    for (const part of upload.parts.values()) {
      const unused = blobsOf(part.content).filter((blob) => !used.has(blob))
      await removeBlobs(bucket.blobsDir, unused)
    }
    return record
  })
}

async function forgetUpload(disk: Disk, bucket: Bucket, upload: Upload): Promise<void> {
  bucket.uploads.delete(upload.id)
  await removeTree(disk, bucket.uploadsDir, upload.id)
}
