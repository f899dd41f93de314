import { headObject } from '@holdall/storage'
import { describe, expect, test } from 'vitest'
import { BYTES, refusal, sharedHarness, upload } from '../testing.ts'

const harness = sharedHarness({ trashDays: 7 })
const DAY = 86_400_000

async function actions(targetId: string): Promise<string[]> {
  const events = await harness().db.auditEvent.findMany({ where: { targetId }, orderBy: { id: 'asc' } })
  return events.map(({ action }) => action)
}

test('a trashed file is in the trash alone, and comes back as it was', async () => {
  const client = harness().as(await harness().newUser())
  const file = await upload(client)
  const trashed = await client.files.trash.mutate({ id: file.id })
  expect(trashed).toMatchObject({ id: file.id, trashedBy: 'owner', trashReason: null })
  const times = [trashed.trashedAt, trashed.purgesAt].map((time) => new Date(time ?? 0).getTime())
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(7 * DAY)
  expect(await client.files.list.query({})).toEqual({ files: [], nextCursor: null })
  expect(await client.files.list.query({ trashed: true })).toEqual({ files: [trashed], nextCursor: null })
  expect(await client.files.get.query({ id: file.id })).toEqual(trashed)
  expect(await client.files.usage.query()).toMatchObject({
    storedBytes: BYTES.length,
    storedCount: 1,
    trashedBytes: BYTES.length,
    trashedCount: 1,
  })
  expect(await client.files.restore.mutate({ id: file.id })).toEqual(file)
  expect(await client.files.list.query({})).toEqual({ files: [file], nextCursor: null })
  expect(await client.files.usage.query()).toMatchObject({ storedCount: 1, trashedBytes: 0, trashedCount: 0 })
})

test('a purged file is gone, its quota is free, and its object is deleted', async () => {
  const client = harness().as(await harness().newUser())
  const { id } = await upload(client)
  const { objectKey: key } = await harness().db.s3File.findUniqueOrThrow({ where: { publicId: id } })
  await client.files.trash.mutate({ id })
  expect(await client.files.purge.mutate({ id })).toEqual({ id })
  expect((await client.files.list.query({ trashed: true })).files).toEqual([])
  expect(await client.files.usage.query()).toMatchObject({ storedBytes: 0, storedCount: 0, trashedCount: 0 })
  await harness().settled()
  expect(await headObject(harness().storage, { key })).toBeNull()
  // The PUT's URL lives on: the object is to be deleted once more.
  expect(await harness().db.objectDeletion.count({ where: { objectKey: key } })).toBe(1)
})

describe('repeating', () => {
  test('trash and restore answers the same and records nothing twice', async () => {
    const client = harness().as(await harness().newUser())
    const file = await upload(client)
    const { id } = file
    const trashed = await client.files.trash.mutate({ id })
    expect(await client.files.trash.mutate({ id })).toEqual(trashed)
    expect(await client.files.restore.mutate({ id })).toEqual(file)
    expect(await client.files.restore.mutate({ id })).toEqual(file)
    expect(await actions(id)).toEqual(['upload.presign', 'upload.save', 'file.trash', 'file.restore'])
  })

  test('a purge finds nothing', async () => {
    const client = harness().as(await harness().newUser())
    const { id } = await upload(client)
    await client.files.trash.mutate({ id })
    await client.files.purge.mutate({ id })
    expect(await refusal(client.files.purge.mutate({ id }))).toMatchObject({ reason: 'FILE_NOT_FOUND' })
    expect(await actions(id)).toEqual(['upload.presign', 'upload.save', 'file.trash', 'file.purge'])
  })

  test('everything at once leaves counters and events that fit', async () => {
    const client = harness().as(await harness().newUser())
    const { id } = await upload(client)
    const calls = Array.from({ length: 40 }, (_, n) =>
      n % 2 ? client.files.trash.mutate({ id }) : client.files.restore.mutate({ id }),
    )
    await Promise.all(calls)
    const { trashedAt } = await client.files.get.query({ id })
    const events = (await actions(id)).slice(2)
    // Each event undid the one before it.
    expect(events).toEqual(events.map((_, n) => (n % 2 ? 'file.restore' : 'file.trash')))
    expect(events.length % 2 === 1).toBe(trashedAt !== null)
  })

  test('racing purges: one wins, with one event', async () => {
    const client = harness().as(await harness().newUser())
    const { id } = await upload(client)
    await client.files.trash.mutate({ id })
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => client.files.purge.mutate({ id })),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await actions(id)).filter((action) => action === 'file.purge')).toHaveLength(1)
  })
})

test('only what is in the trash is purged', async () => {
  const client = harness().as(await harness().newUser())
  const { id } = await upload(client)
  expect(await refusal(client.files.purge.mutate({ id }))).toMatchObject({
    reason: 'FILE_NOT_TRASHED',
    status: 412,
  })
})

describe('a trashed file', () => {
  test('is neither downloaded nor renamed by its owner', async () => {
    const client = harness().as(await harness().newUser())
    const { id } = await upload(client)
    await client.files.trash.mutate({ id })
    const before = await actions(id)
    expect(await refusal(client.files.presignDownload.mutate({ id }))).toMatchObject({
      reason: 'FILE_TRASHED',
    })
    expect(await refusal(client.files.rename.mutate({ id, name: 'b' }))).toMatchObject({
      reason: 'FILE_TRASHED',
    })
    expect(await actions(id)).toEqual(before)
  })
})

describe('renaming', () => {
  test('changes the name alone, and records both', async () => {
    const client = harness().as(await harness().newUser())
    const file = await upload(client, { name: 'old.txt' })
    const renamed = await client.files.rename.mutate({ id: file.id, name: 'new.txt' })
    expect(renamed).toEqual({ ...file, name: 'new.txt' })
    const event = await harness().db.auditEvent.findFirstOrThrow({
      where: { action: 'file.rename', targetId: file.id },
    })
    expect(event).toMatchObject({
      targetName: 'old.txt',
      before: { name: 'old.txt' },
      after: { name: 'new.txt' },
    })
  })

  test('to the same name, however its letters are composed, does nothing', async () => {
    const client = harness().as(await harness().newUser())
    const file = await upload(client, { name: 'Ü.txt' })
    expect(await client.files.rename.mutate({ id: file.id, name: 'U\u0308.txt' })).toEqual(file)
    expect(await actions(file.id)).toEqual(['upload.presign', 'upload.save'])
  })
})
