import { closeDb, createDb, type Db } from '@holdall/db'
import { createTestDatabase, startWsProxy, type TestDatabase, type WsProxy } from '@holdall/db/testing'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { sweep } from './sweep/sweep.ts'
import { createCaller } from './testing/caller.ts'
import { createHarness, expectInvariants, type Harness, refusal, upload } from './testing.ts'

let harness: Harness
let proxy: WsProxy
let database: TestDatabase
let db: Db

beforeAll(async () => {
  harness = await createHarness()
  database = await createTestDatabase(inject('postgresUrl'))
  proxy = await startWsProxy(database.url)
  db = createDb(database.url, { adapter: 'neon' })
})
afterAll(async () => {
  await closeDb(db)
  await proxy[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
  await harness[Symbol.asyncDispose]()
})

test("every statement works through Neon's driver as well", async () => {
  const deps = { ...harness.deps, db }
  const later: Promise<void>[] = []
  const { as } = createCaller({
    ...deps,
    afterCommit: (work) => {
      later.push(work())
    },
  })
  const owner = await harness.newUser()
  const admin = await harness.newUser({ role: 'admin' })
  await db.user.createMany({ data: [owner, admin] })
  const [mine, theirs] = [as(owner), as(admin)]
  const empty = { name: 'empty', size: 0, contentType: 'text/plain' }
  await mine.uploads.presign.mutate({ files: [empty, empty] })
  const files = [await upload(mine, { name: 'a' }), await upload(mine, { name: 'b' })]
  const [a, b] = files.map(({ id }) => id)
  for (const sort of ['uploadedAt', 'name', 'size'] as const) {
    const first = await mine.files.list.query({ sort, limit: 1 })
    const second = await mine.files.list.query({ sort, limit: 1, cursor: first.nextCursor })
    expect([...first.files, ...second.files].toReversed()).toEqual(files)
  }
  await mine.files.rename.mutate({ id: a ?? '', name: 'c' })
  await mine.files.presignDownload.mutate({ id: a ?? '' })
  await mine.files.trash.mutate({ id: a ?? '' })
  await mine.files.restore.mutate({ id: a ?? '' })
  await mine.files.trash.mutate({ id: a ?? '' })
  await mine.files.purge.mutate({ id: a ?? '' })
  await Promise.all(later)
  await theirs.admin.files.delete.mutate({ id: b ?? '', reason: 'To try it' })
  expect((await theirs.admin.files.list.query({ search: 'B' })).files).toMatchObject([{ id: b }])
  await theirs.admin.files.presignDownload.mutate({ id: b ?? '' })
  await theirs.admin.files.restore.mutate({ id: b ?? '' })
  const { events } = await theirs.admin.audit.list.query({ limit: 3 })
  expect(events.map(({ action }) => action)).toEqual(['file.restore', 'file.download', 'file.trash'])
  expect(await mine.files.usage.query()).toMatchObject({ pendingBytes: 0, storedCount: 1, trashedCount: 0 })
  expect(await sweep({ ...deps, now: () => new Date(Date.now() + 86_400_000) })).toMatchObject({
    uploadsReaped: 2,
    outboxDeleted: 3,
    failed: [],
  })
  expect((await refusal(mine.files.get.query({ id: a ?? '' }))).reason).toBe('FILE_NOT_FOUND')
  await expectInvariants({ ...harness, db })
})

test("a Neon that does not answer is unavailable, and not our caller's fault", async () => {
  // The proxy takes the socket, and finds nobody behind it.
  const closed = await startWsProxy('postgres://127.0.0.1:1/none')
  const dead = createDb('postgres://a:b@ep-gone.eu-central-1.aws.neon.tech/none', { adapter: 'neon' })
  const broken = createCaller({ ...harness.deps, db: dead, afterCommit: () => {} })
  const user = await harness.newUser()
  const unavailable = { reason: 'DATABASE_UNAVAILABLE', status: 503 }
  expect(await refusal(broken.as(user).files.list.query({}))).toMatchObject(unavailable)
  await closed[Symbol.asyncDispose]()
  expect(await refusal(broken.as(user).files.usage.query())).toMatchObject(unavailable)
  await closeDb(dead)
})
