import { headObject } from '@holdall/storage'
import { describe, expect, test } from 'vitest'
import { sweep } from '../sweep/sweep.ts'
import {
  BYTES,
  type Client,
  plan,
  put,
  refusal,
  type Sample,
  sha256,
  sharedHarness,
  upload,
} from '../testing.ts'

const harness = sharedHarness()
const SAMPLE = { sha256: sha256(BYTES) }

async function newClient(): Promise<Client> {
  return harness().as(await harness().newUser())
}

/** A file made of bytes that are stored already. */
async function again(client: Client, sample: Sample = {}) {
  const made = await plan(client, { ...SAMPLE, ...sample })
  if (made.plan !== 'stored') throw new Error(`the plan is ${made.plan}`)
  return made.file
}

async function keyOf(id: string): Promise<string> {
  return (await harness().db.s3File.findUniqueOrThrow({ where: { publicId: id } })).objectKey
}

async function read(client: Client, id: string): Promise<string> {
  const { url } = await client.files.presignDownload.mutate({ id })
  return await (await fetch(url)).text()
}

async function purge(client: Client, id: string): Promise<void> {
  await client.files.trash.mutate({ id })
  await client.files.purge.mutate({ id })
}

/** Begins each in turn, while none can end, and lets them go when all of them wait for a lock. */
async function inOneMoment(userId: string, works: (() => Promise<unknown>)[]): Promise<unknown[]> {
  const { db } = harness()
  const begun: Promise<unknown>[] = []
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT FROM usage WHERE user_id = ${userId} FOR UPDATE`
    for (const work of works) {
      begun.push(work())
      await expect.poll(waiting, { timeout: 10_000 }).toBe(begun.length)
    }
  })
  return await Promise.all(begun)
}

/** Statements that wait for somebody's lock. */
async function waiting(): Promise<number> {
  const [row] = await harness().db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return row?.count ?? 0
}

test('bytes that are stored already are a file at once, under the new name', async () => {
  const client = await newClient()
  const first = await upload(client, SAMPLE)
  const second = await again(client, { name: 'copy.txt' })
  expect(second).toMatchObject({ name: 'copy.txt', size: BYTES.length, sha256: SAMPLE.sha256, kind: 'text' })
  expect(second.id).not.toBe(first.id)
  expect(await keyOf(second.id)).toBe(await keyOf(first.id))
  expect((await client.files.list.query({})).files.map(({ id }) => id)).toEqual([second.id, first.id])
  expect(await read(client, second.id)).toBe(new TextDecoder().decode(BYTES))
  expect(await client.uploads.save.mutate({ uploadId: second.id })).toEqual({ file: second })
  expect(await client.uploads.abort.mutate({ uploadId: second.id })).toMatchObject({
    file: { id: second.id },
  })
})

test('both count for the quota and in the audit log', async () => {
  const user = await harness().newUser()
  const client = harness().as(user)
  const first = await upload(client, SAMPLE)
  const second = await again(client)
  expect(await client.files.usage.query()).toMatchObject({ storedBytes: 2 * BYTES.length, storedCount: 2 })
  const [event, ...others] = await harness().db.auditEvent.findMany({ where: { targetId: second.id } })
  expect(others).toEqual([])
  expect(event).toMatchObject({ action: 'upload.save', actorId: user.id, after: { sameBytesAs: first.id } })
  await harness().db.usage.update({ where: { userId: user.id }, data: { quotaBytes: 2 * BYTES.length } })
  expect(await refusal(plan(client, SAMPLE))).toMatchObject({ reason: 'QUOTA_EXCEEDED' })
  expect((await client.files.list.query({})).files).toHaveLength(2)
})

test('a batch may hold both kinds, in the order asked for', async () => {
  const client = await newClient()
  await upload(client, SAMPLE)
  const known = { name: 'known.txt', size: BYTES.length, contentType: 'text/plain', sha256: SAMPLE.sha256 }
  const fresh = { ...known, name: 'new.txt', sha256: 'a'.repeat(64) }
  const { uploads } = await client.uploads.presign.mutate({ files: [fresh, known, fresh, known] })
  expect(uploads.map((made) => made.plan)).toEqual(['put', 'stored', 'put', 'stored'])
  expect(await client.files.usage.query()).toMatchObject({
    storedCount: 3,
    pendingBytes: 2 * BYTES.length,
  })
})

describe('is not offered', () => {
  test("of somebody else's bytes", async () => {
    await upload(await newClient(), SAMPLE)
    expect((await plan(await newClient(), SAMPLE)).plan).toBe('put')
  })

  test.each<[string, Sample]>([
    ['without a checksum', { sha256: undefined }],
    ['for another size', { bytes: BYTES.slice(1) }],
    ['for another type', { contentType: 'text/html' }],
  ])('%s', async (_, sample) => {
    const client = await newClient()
    await upload(client, SAMPLE)
    expect((await plan(client, { ...SAMPLE, ...sample })).plan).toBe('put')
  })

  test('of an upload that is not saved yet', async () => {
    const client = await newClient()
    const first = await plan(client, SAMPLE)
    if (first.plan === 'put') await put(first)
    expect((await plan(client, SAMPLE)).plan).toBe('put')
  })

  test('of what an admin took away', async () => {
    const client = await newClient()
    const admin = harness().as(await harness().newUser({ role: 'admin' }))
    const { id } = await upload(client, SAMPLE)
    await admin.admin.files.delete.mutate({ id, reason: 'Not ours to keep' })
    expect((await plan(client, SAMPLE)).plan).toBe('put')
  })

  test('of what was purged', async () => {
    const client = await newClient()
    const { id } = await upload(client, SAMPLE)
    await purge(client, id)
    expect((await plan(client, SAMPLE)).plan).toBe('put')
  })
})

describe('a purge', () => {
  test.each([
    ['first', [0, 1, 2]],
    ['last', [2, 1, 0]],
  ])('leaves the bytes until the last file is purged, the %s one first', async (_, order) => {
    const client = await newClient()
    const files = [await upload(client, SAMPLE), await again(client), await again(client)]
    const key = await keyOf(files[0]?.id ?? '')
    const left = order.map((index) => files[index]?.id ?? '')
    for (let id = left.shift(); id; id = left.shift()) {
      await purge(client, id)
      await harness().settled()
      expect((await headObject(harness().storage, { key })) !== null).toBe(left.length > 0)
      for (const other of left) expect(await read(client, other)).toBe(new TextDecoder().decode(BYTES))
    }
  })

  test('of all of them at once deletes the bytes', async () => {
    for (let round = 0; round < 10; round += 1) {
      const client = await newClient()
      const files = [await upload(client, SAMPLE), await again(client), await again(client)]
      const key = await keyOf(files[0]?.id ?? '')
      for (const { id } of files) await client.files.trash.mutate({ id })
      await Promise.all(files.map(({ id }) => client.files.purge.mutate({ id })))
      await harness().settled()
      expect(await headObject(harness().storage, { key })).toBeNull()
      expect(await client.files.usage.query()).toMatchObject({ storedBytes: 0, storedCount: 0 })
    }
  })

  test('that began before a new file of the same bytes leaves it to be sent', async () => {
    const user = await harness().newUser()
    const client = harness().as(user)
    const { id } = await upload(client, SAMPLE)
    await client.files.trash.mutate({ id })
    const [, made] = await inOneMoment(user.id, [
      () => client.files.purge.mutate({ id }),
      () => plan(client, SAMPLE),
    ])
    expect(made).toMatchObject({ plan: 'put' })
  })

  test('that began after a new file of the same bytes leaves them to it', async () => {
    const user = await harness().newUser()
    const client = harness().as(user)
    const { id } = await upload(client, SAMPLE)
    await client.files.trash.mutate({ id })
    const [made] = await inOneMoment(user.id, [
      () => plan(client, SAMPLE),
      () => client.files.purge.mutate({ id }),
    ])
    await harness().settled()
    expect(made).toMatchObject({ plan: 'stored' })
    expect(await read(client, (made as { uploadId: string }).uploadId)).toBe(new TextDecoder().decode(BYTES))
  })

  test('by the sweep keeps what others still need', async () => {
    const client = await newClient()
    const [first, second] = [await upload(client, SAMPLE), await again(client)]
    await client.files.trash.mutate({ id: first.id })
    await harness().db
      .$executeRaw`UPDATE s3_files SET trashed_at = '2020-01-01' WHERE public_id = ${first.id}::uuid`
    expect(await sweep(harness().deps)).toMatchObject({ trashPurged: 1, outboxDeleted: 0, outboxFailed: 0 })
    expect(await read(client, second.id)).toBe(new TextDecoder().decode(BYTES))
    expect(await harness().db.objectDeletion.count({ where: { objectKey: await keyOf(second.id) } })).toBe(0)
  })
})
