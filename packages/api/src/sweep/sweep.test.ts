import { createStorage, deleteObject, headObject, presignPut } from '@holdall/storage'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  BYTES,
  createHarness,
  expectInvariants,
  type Harness,
  presign,
  put,
  refusal,
  upload,
} from '../testing.ts'
import { sweep } from './sweep.ts'

const DAY = 86_400
const LIFETIME = 900
const LANDED = LIFETIME + 51 * 60

let harness: Harness

beforeEach(async () => {
  harness = await createHarness({ putUrlSeconds: LIFETIME, trashDays: 30 })
})
afterEach(async () => {
  await harness.settled()
  await expectInvariants(harness)
  await harness[Symbol.asyncDispose]()
})

const IDLE = {
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

async function objectKeyOf(id: string): Promise<string> {
  const file = await harness.db.s3File.findUnique({ where: { publicId: id } })
  return file?.objectKey ?? (await harness.db.upload.findUniqueOrThrow({ where: { id } })).objectKey
}

/** A bucket that nothing listens for. */
function deadStorage() {
  return createStorage({
    bucket: 'gone',
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
}

async function putAgain(key: string): Promise<number> {
  const { url, headers } = await presignPut(harness.storage, {
    key,
    size: BYTES.length,
    contentType: 'text/plain',
    expiresIn: 60,
  })
  return (await fetch(url, { method: 'PUT', headers, body: BYTES })).status
}

test('a sweep with nothing to do does nothing', async () => {
  await upload(harness.as(await harness.newUser()))
  expect(await sweep(harness.deps)).toEqual(IDLE)
})

describe('uploads whose URL expired', () => {
  test('are finished when their client died after the PUT', async () => {
    const user = await harness.newUser()
    const presigned = await presign(harness.as(user))
    await put(presigned)
    expect(await sweep(harness.deps)).toEqual(IDLE)
    harness.skipSeconds(LIFETIME + 1)
    expect(await sweep(harness.deps)).toEqual({ ...IDLE, uploadsFinished: 1 })
    const { files } = await harness.as(user).files.list.query({})
    expect(files).toMatchObject([{ id: presigned.uploadId, size: BYTES.length }])
    expect(await harness.as(user).uploads.save.mutate({ uploadId: presigned.uploadId })).toEqual({
      file: files[0],
    })
    const event = await harness.db.auditEvent.findFirstOrThrow({ where: { action: 'upload.save' } })
    expect(event).toMatchObject({ actorId: null, actorRole: 'system', ownerId: user.id })
  })

  test('leave nothing when the PUT never came', async () => {
    const user = await harness.newUser()
    const { uploadId } = await presign(harness.as(user))
    harness.skipSeconds(LIFETIME + 1)
    // A slow PUT that began in time may still be on its way.
    expect(await sweep(harness.deps)).toEqual(IDLE)
    harness.skipSeconds(30 * 60)
    expect(await sweep(harness.deps)).toMatchObject({ uploadsReaped: 1, outboxDeleted: 1, outboxDeferred: 1 })
    expect(await harness.as(user).files.usage.query()).toMatchObject({ pendingBytes: 0 })
    expect((await refusal(harness.as(user).uploads.save.mutate({ uploadId }))).reason).toBe(
      'UPLOAD_NOT_FOUND',
    )
    const event = await harness.db.auditEvent.findFirstOrThrow({ where: { action: 'upload.reap' } })
    expect(event).toMatchObject({ actorRole: 'system', targetId: uploadId, ownerId: user.id })
  })

  test('are saved when the PUT lands late, but in time', async () => {
    const client = harness.as(await harness.newUser())
    const presigned = await presign(client)
    harness.skipSeconds(LIFETIME + 60)
    await sweep(harness.deps)
    await put(presigned)
    await expect(client.uploads.save.mutate({ uploadId: presigned.uploadId })).resolves.toBeDefined()
  })

  test('are reaped at once, object and all, when another object lies there', async () => {
    const { uploadId } = await presign(harness.as(await harness.newUser()), { contentType: 'image/png' })
    const key = await objectKeyOf(uploadId)
    expect(await putAgain(key)).toBe(200)
    harness.skipSeconds(LIFETIME + 1)
    expect(await sweep(harness.deps)).toMatchObject({ uploadsReaped: 1, outboxDeleted: 1 })
    expect(await headObject(harness.storage, { key })).toBeNull()
  })

  test('are finished long after, when no sweep ran meanwhile', async () => {
    await put(await presign(harness.as(await harness.newUser())))
    harness.skipSeconds(7 * DAY)
    expect(await sweep(harness.deps)).toMatchObject({ uploadsFinished: 1 })
  })
})

describe('the outbox', () => {
  test('deletes once more what a PUT brought back, after its URL expired, and then forgets it', async () => {
    const client = harness.as(await harness.newUser())
    const { id } = await upload(client)
    const key = await objectKeyOf(id)
    await client.files.trash.mutate({ id })
    await client.files.purge.mutate({ id })
    await harness.settled()
    expect(await putAgain(key)).toBe(200)
    expect(await sweep(harness.deps)).toEqual(IDLE)
    harness.skipSeconds(LIFETIME + 16)
    expect(await sweep(harness.deps)).toEqual({ ...IDLE, outboxDeleted: 1, outboxDeferred: 1 })
    expect(await headObject(harness.storage, { key })).toBeNull()
    // And the slowest PUT.
    expect(await putAgain(key)).toBe(200)
    harness.skipSeconds(LANDED - LIFETIME)
    expect(await sweep(harness.deps)).toEqual({ ...IDLE, outboxDeleted: 1 })
    expect(await headObject(harness.storage, { key })).toBeNull()
    expect(await harness.db.objectDeletion.count()).toBe(0)
  })

  test('keeps what the bucket does not take, and tries again later', async () => {
    const user = await harness.newUser()
    const { id } = await upload(harness.as(user))
    const key = await objectKeyOf(id)
    await harness.db.s3File.update({ where: { publicId: id }, data: { putExpiresAt: null } })
    await harness.as(user).files.trash.mutate({ id })
    await harness.db.$executeRaw`UPDATE s3_files SET trashed_at = '2020-01-01' WHERE public_id = ${id}::uuid`
    const broken = { ...harness.deps, storage: deadStorage() }
    expect(await sweep(broken)).toMatchObject({ trashPurged: 1, outboxFailed: 1, failed: ['leftovers'] })
    const row = await harness.db.objectDeletion.findFirstOrThrow()
    expect(row).toMatchObject({ objectKey: key, attempts: 1 })
    expect(row.lastError).toMatch(/ECONNREFUSED/)
    expect(row.lastError).not.toMatch(/https?:/)
    expect(await sweep(broken)).toEqual({ ...IDLE, failed: ['leftovers'] })
    harness.skipSeconds(6)
    expect(await sweep(broken)).toMatchObject({ outboxFailed: 1 })
    harness.skipSeconds(11)
    expect(await sweep(harness.deps)).toMatchObject({ outboxDeleted: 1, outboxDeferred: 0 })
    expect(await headObject(harness.storage, { key })).toBeNull()
    expect(await harness.db.objectDeletion.count()).toBe(0)
  })
})

describe('the trash', () => {
  test('is purged when its time is over, and not before', async () => {
    const user = await harness.newUser()
    const client = harness.as(user)
    const [old, young, kept] = [await upload(client), await upload(client), await upload(client)]
    const keys = { old: await objectKeyOf(old.id), young: await objectKeyOf(young.id) }
    await client.files.trash.mutate({ id: old.id })
    harness.skipSeconds(29 * DAY)
    await client.files.trash.mutate({ id: young.id })
    expect(await sweep(harness.deps)).toMatchObject({ trashPurged: 0 })
    harness.skipSeconds(DAY + 1)
    expect(await sweep(harness.deps)).toMatchObject({ trashPurged: 1, outboxDeleted: 1, outboxDeferred: 0 })
    expect(await headObject(harness.storage, { key: keys.old })).toBeNull()
    expect(await headObject(harness.storage, { key: keys.young })).not.toBeNull()
    const events = await harness.db.auditEvent.findMany({ where: { action: 'file.purge' } })
    expect(events).toMatchObject([{ actorRole: 'system', targetId: old.id, ownerId: user.id }])
    expect((await client.files.list.query({})).files.map(({ id }) => id)).toEqual([kept.id])
  })

  test('of many users is purged in bounded batches', async () => {
    for (let n = 0; n < 3; n += 1) {
      const client = harness.as(await harness.newUser())
      for (const { id } of [await upload(client), await upload(client)])
        await client.files.trash.mutate({ id })
    }
    harness.skipSeconds(31 * DAY)
    expect(await sweep(harness.deps, { batch: 4 })).toMatchObject({ trashPurged: 4, outboxDeleted: 4 })
    expect(await sweep(harness.deps, { batch: 4 })).toMatchObject({ trashPurged: 2, outboxDeleted: 2 })
  })
})

describe('adopted rows', () => {
  test('get size, type and ETag from the bucket, and count from then on', async () => {
    const user = await harness.newUser()
    const client = harness.as(user)
    const key = `uploads/${harness.deps.newId()}-cat.txt`
    expect(await putAgain(key)).toBe(200)
    await harness.db
      .$executeRaw`INSERT INTO s3_files (object_key, file_url, user_id) VALUES (${key}, 'x', ${user.id})`
    const [before] = (await client.files.list.query({})).files
    expect(before).toMatchObject({ name: 'cat.txt', size: null })
    await client.files.trash.mutate({ id: before?.id ?? '' })
    expect(await sweep(harness.deps)).toEqual({ ...IDLE, adoptedMeasured: 1 })
    const file = await client.files.restore.mutate({ id: before?.id ?? '' })
    expect(file).toMatchObject({ size: BYTES.length, contentType: 'text/plain', kind: 'text' })
    expect(await client.files.usage.query()).toMatchObject({
      storedBytes: BYTES.length,
      storedCount: 1,
      trashedCount: 0,
    })
    expect(await sweep(harness.deps)).toEqual(IDLE)
  })

  test('without an object stay as they are, and keep no others waiting', async () => {
    const user = await harness.newUser()
    await harness.db.$executeRaw`
      INSERT INTO s3_files (object_key, file_url, user_id)
      SELECT 'missing-' || n, 'x', ${user.id} FROM generate_series(1, 60) n`
    const { adoptedMissing } = await sweep(harness.deps)
    expect(adoptedMissing).toBeGreaterThan(0)
    expect(adoptedMissing).toBeLessThanOrEqual(50)
    const key = 'present.txt'
    await putAgain(key)
    await harness.db
      .$executeRaw`INSERT INTO s3_files (object_key, file_url, user_id) VALUES (${key}, 'x', ${user.id})`
    let measured = 0
    for (let sweeps = 0; measured === 0 && sweeps < 100; sweeps += 1) {
      measured = (await sweep(harness.deps)).adoptedMeasured
    }
    expect(measured).toBe(1)
    expect(await harness.db.s3File.count({ where: { verifiedAt: null } })).toBe(60)
  })
})

describe('many sweeps at once', () => {
  test('do everything once', async () => {
    const client = harness.as(await harness.newUser())
    for (let n = 0; n < 10; n += 1) await put(await presign(client))
    for (let n = 0; n < 10; n += 1) {
      const { id } = await upload(client)
      await client.files.trash.mutate({ id })
    }
    harness.skipSeconds(31 * DAY)
    const reports = await Promise.all(Array.from({ length: 4 }, () => sweep(harness.deps)))
    expect(reports.filter(({ skipped }) => !skipped).length).toBeGreaterThan(0)
    const sum = (of: 'uploadsFinished' | 'trashPurged' | 'outboxDeleted') =>
      reports.reduce((total, report) => total + report[of], 0)
    expect([sum('uploadsFinished'), sum('trashPurged'), sum('outboxDeleted')]).toEqual([10, 10, 10])
  })

  test('race with saves and nobody loses', async () => {
    const client = harness.as(await harness.newUser())
    const uploads = await Promise.all(Array.from({ length: 20 }, () => presign(client)))
    for (const presigned of uploads) await put(presigned)
    harness.skipSeconds(LIFETIME + 1)
    await Promise.all([
      sweep(harness.deps),
      ...uploads.map(({ uploadId }) => client.uploads.save.mutate({ uploadId })),
    ])
    expect((await client.files.list.query({})).files).toHaveLength(20)
  })
})

test('a bucket that is down stops neither the trash nor the next sweep', async () => {
  const client = harness.as(await harness.newUser())
  await put(await presign(client))
  const { id } = await upload(client)
  await client.files.trash.mutate({ id })
  harness.skipSeconds(31 * DAY)
  const report = await sweep({ ...harness.deps, storage: deadStorage() })
  expect(report).toMatchObject({ trashPurged: 1, outboxFailed: 1, failed: ['uploads', 'leftovers'] })
  expect(harness.logged.filter(({ level }) => level === 'error')).toHaveLength(2)
  harness.skipSeconds(60)
  expect(await sweep(harness.deps)).toMatchObject({ uploadsFinished: 1, outboxDeleted: 1, failed: [] })
})

test('an object that somebody deleted behind our back is never made up', async () => {
  const { uploadId, ...rest } = await presign(harness.as(await harness.newUser()))
  await put({ uploadId, ...rest })
  await deleteObject(harness.storage, { key: await objectKeyOf(uploadId) })
  harness.skipSeconds(DAY)
  expect(await sweep(harness.deps)).toMatchObject({ uploadsFinished: 0, uploadsReaped: 1 })
})
