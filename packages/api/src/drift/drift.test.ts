import { deleteObject, headObject, presignPut } from '@holdall/storage'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sweep } from '../sweep/sweep.ts'
import {
  BYTES,
  createHarness,
  expectInvariants,
  type Harness,
  plan,
  planParts,
  presign,
  put,
  sendParts,
  sha256,
  upload,
} from '../testing.ts'
import { checkDrift } from './check-drift.ts'
import type { Finding } from './judge.ts'
import { mergeByKey } from './merge.ts'
import { rowsInKeyOrder } from './rows.ts'

const NOTHING = {
  adopt: 0,
  'remove-object': 0,
  relink: 0,
  'remove-file': 0,
  changed: 0,
  unconfirmed: 0,
  foreign: 0,
}

let harness: Harness

beforeEach(async () => {
  harness = await createHarness()
})
afterEach(async () => {
  await harness[Symbol.asyncDispose]()
})

async function keyOf(id: string): Promise<string> {
  return (await harness.db.s3File.findUniqueOrThrow({ where: { publicId: id } })).objectKey
}

/** An object that nobody presigned. */
async function putStray(key: string, bytes: Uint8Array<ArrayBuffer> = BYTES): Promise<string> {
  const { url, headers } = await presignPut(harness.storage, {
    key,
    size: bytes.length,
    contentType: 'text/plain',
    expiresIn: 60,
  })
  expect((await fetch(url, { method: 'PUT', headers, body: bytes })).status).toBe(200)
  return key
}

async function findings(act = false): Promise<{ found: Finding[]; ended: number }> {
  const found: Finding[] = []
  const report = await checkDrift(harness.deps, { act, onFinding: (finding) => found.push(finding) })
  expect(Object.values(report.found).reduce((sum, count) => sum + count)).toBe(found.length)
  return { found, ended: report.ended }
}

test('where bucket and table agree there is nothing to say', async () => {
  const client = harness.as(await harness.newUser())
  await upload(client, { sha256: sha256(BYTES) })
  for (const name of ['b.txt', 'c.txt']) await plan(client, { name, sha256: sha256(BYTES) })
  await put(await presign(client))
  await sendParts(client, await planParts(client), [1])
  const { id } = await upload(client)
  await client.files.trash.mutate({ id })
  await client.files.purge.mutate({ id })
  await harness.settled()
  // Three files share one object, and the other one is not saved yet.
  expect(await checkDrift(harness.deps)).toEqual({
    objects: 2,
    rows: 3,
    matched: 3,
    found: NOTHING,
    ended: 0,
  })
  await expectInvariants(harness)
})

describe('what differs is said, and changed only when told:', () => {
  test('an object of a user that no row knows is adopted', async () => {
    const user = await harness.newUser()
    const client = harness.as(user)
    await upload(client)
    const key = await putStray(`private/${user.id}/${harness.deps.newId()}`)
    expect(await findings()).toEqual({ found: [{ what: 'adopt', key, userId: user.id }], ended: 0 })
    expect((await client.files.list.query({})).files).toHaveLength(1)
    expect(await findings(true)).toMatchObject({ ended: 1 })
    expect(await findings(true)).toEqual({ found: [], ended: 0 })
    await sweep(harness.deps)
    const [file] = (await client.files.list.query({})).files
    expect(file).toMatchObject({ size: BYTES.length, contentType: 'text/plain' })
    expect(await harness.db.auditEvent.findFirst({ where: { targetId: file?.id ?? '' } })).toMatchObject({
      action: 'upload.save',
      actorRole: 'system',
    })
    await expectInvariants(harness)
  })

  test('an object of nobody goes, by the outbox', async () => {
    await upload(harness.as(await harness.newUser()))
    const key = await putStray('private/nobody/0191b6c5-3a6f-7c3e-9d7a-2f0c1b9e8d77')
    expect(await findings()).toEqual({ found: [{ what: 'remove-object', key }], ended: 0 })
    await sweep(harness.deps)
    expect(await headObject(harness.storage, { key })).not.toBeNull()
    expect(await findings(true)).toMatchObject({ ended: 1 })
    await sweep(harness.deps)
    expect(await headObject(harness.storage, { key })).toBeNull()
    expect(await findings()).toMatchObject({ found: [] })
    await expectInvariants(harness)
  })

  test("another program's object is left alone", async () => {
    await upload(harness.as(await harness.newUser()))
    const keys = [await putStray('backups/2026.tar'), await putStray('private-notes.txt')]
    expect(await findings(true)).toEqual({ found: keys.map((key) => ({ what: 'foreign', key })), ended: 0 })
    for (const key of keys) expect(await headObject(harness.storage, { key })).not.toBeNull()
  })

  test('a file whose object is gone shares that of the same bytes', async () => {
    const user = await harness.newUser()
    const client = harness.as(user)
    const lost = await upload(client, { sha256: sha256(BYTES) })
    await harness.db.s3File.updateMany({ data: { sha256: null } })
    const kept = await upload(client, { sha256: sha256(BYTES) })
    await harness.db.s3File.updateMany({ data: { sha256: sha256(BYTES) } })
    const [key, to] = [await keyOf(lost.id), await keyOf(kept.id)]
    expect(key).not.toBe(to)
    await deleteObject(harness.storage, { key })
    const relink = { what: 'relink', key, fileId: lost.id, userId: user.id, name: 'notes.txt', to }
    expect(await findings()).toEqual({ found: [relink], ended: 0 })
    expect(await keyOf(lost.id)).toBe(key)
    expect(await findings(true)).toMatchObject({ ended: 1 })
    const { url } = await client.files.presignDownload.mutate({ id: lost.id })
    expect((await fetch(url)).status).toBe(200)
    for (const { id } of [kept, lost]) {
      await client.files.trash.mutate({ id })
      await client.files.purge.mutate({ id })
      await harness.settled()
    }
    expect(await headObject(harness.storage, { key: to })).toBeNull()
    await expectInvariants(harness)
  })

  test.each([false, true])(
    'a file whose object is gone for good goes too (in the trash: %s)',
    async (trashed) => {
      const user = await harness.newUser()
      const client = harness.as(user)
      await upload(client)
      const { id, name } = await upload(client)
      if (trashed) await client.files.trash.mutate({ id })
      const key = await keyOf(id)
      await deleteObject(harness.storage, { key })
      const gone = { what: 'remove-file', key, fileId: id, userId: user.id, name }
      expect(await findings()).toEqual({ found: [gone], ended: 0 })
      expect(await findings(true)).toEqual({ found: [gone], ended: 1 })
      expect(await findings(true)).toEqual({ found: [], ended: 0 })
      expect(await client.files.usage.query()).toMatchObject({ storedCount: 1, trashedCount: 0 })
      const purges = await harness.db.auditEvent.findMany({ where: { targetId: id, action: 'file.purge' } })
      expect(purges).toMatchObject([{ actorRole: 'system', reason: 'Its object is gone from the bucket.' }])
      await expectInvariants(harness)
    },
  )

  test('an object that was replaced is for a person to judge', async () => {
    const user = await harness.newUser()
    const { id, name } = await upload(harness.as(user))
    const key = await keyOf(id)
    await deleteObject(harness.storage, { key })
    await putStray(key, new TextEncoder().encode('other bytes'))
    const changed = { what: 'changed', key, fileId: id, userId: user.id, name }
    await upload(harness.as(user))
    expect(await findings(true)).toEqual({ found: [changed], ended: 0 })
  })

  test('a row of the guide’s without an object stays', async () => {
    const user = await harness.newUser()
    await upload(harness.as(user))
    await harness.db.$executeRaw`
      INSERT INTO s3_files (object_key, file_url, user_id) VALUES ('lost.txt', 'x', ${user.id})`
    expect(await findings(true)).toMatchObject({
      found: [{ what: 'unconfirmed', key: 'lost.txt' }],
      ended: 0,
    })
  })
})

test('in a bucket that holds none of the files it refuses to act', async () => {
  const client = harness.as(await harness.newUser())
  const { id } = await upload(client)
  await deleteObject(harness.storage, { key: await keyOf(id) })
  await expect(checkDrift(harness.deps, { act: true })).rejects.toThrow(/Is it the right one/)
  expect((await client.files.list.query({})).files).toHaveLength(1)
  expect(await checkDrift(harness.deps)).toMatchObject({ found: { 'remove-file': 1 } })
})

test('work that goes on meanwhile is no drift', async () => {
  const client = harness.as(await harness.newUser())
  await upload(client)
  const work = Array.from({ length: 8 }, async () => {
    for (let n = 0; n < 5; n += 1) {
      const { id } = await upload(client)
      await plan(client, { sha256: sha256(BYTES) })
      await client.files.trash.mutate({ id })
      await client.files.purge.mutate({ id })
    }
  })
  for (let n = 0; n < 5; n += 1)
    expect((await checkDrift(harness.deps, { act: true })).found).toEqual(NOTHING)
  await Promise.all(work)
  await harness.settled()
  expect((await checkDrift(harness.deps)).found).toEqual(NOTHING)
  await expectInvariants(harness)
})

describe('the walk', () => {
  async function* listed(keys: string[]) {
    for (const key of keys) yield { key }
  }

  test('pairs lists of any length in the order of bytes', async () => {
    // In UTF-16, as strings compare, the last two would change places.
    const objects = ['A', 'a', 'b', 'é', '\uFFFD', '😀']
    const rows = ['A', 'B', 'b', 'b', '😀', '😀x']
    const pairs: [string, boolean, number][] = []
    for await (const pair of mergeByKey(listed(objects), listed(rows))) {
      pairs.push([pair.key, pair.object !== null, pair.rows.length])
    }
    expect(pairs).toEqual([
      ['A', true, 1],
      ['B', false, 1],
      ['a', true, 0],
      ['b', true, 2],
      ['é', true, 0],
      ['\uFFFD', true, 0],
      ['😀', true, 1],
      ['😀x', false, 1],
    ])
  })

  test('reads the table page by page, each row once, in that order', async () => {
    const keys = ['a', 'A', 'é', 'z', '\uFFFD', '😀', 'b/c', 'b', 'b-c']
    for (const key of keys) {
      await harness.db
        .$executeRaw`INSERT INTO s3_files (object_key, file_url, user_id) VALUES (${key}, 'x', 'u')`
    }
    await harness.db.$executeRaw`
      INSERT INTO s3_files (object_key, file_url, user_id, shared) SELECT 'b', 'x', 'u', true FROM generate_series(1, 4)`
    const seen: string[] = []
    for await (const { key } of rowsInKeyOrder(harness.db, 2)) seen.push(key)
    const expected = [...keys, 'b', 'b', 'b', 'b']
    expect(seen).toEqual(expected.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
  })
})
