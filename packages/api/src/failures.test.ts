import { closeDb, createDb } from '@holdall/db'
import { createStorage } from '@holdall/storage'
import { TRPCError } from '@trpc/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { classify } from './classify.ts'
import { createCaller } from './testing/caller.ts'
import { createHarness, type Harness, presign, put, refusal, upload } from './testing.ts'

let harness: Harness
beforeAll(async () => {
  harness = await createHarness()
})
afterAll(() => harness[Symbol.asyncDispose]())

const SECRET = 'a secret in the credentials'

describe('a bucket that does not answer', () => {
  test('is said to be unavailable, nothing changes, and the save works later', async () => {
    const user = await harness.newUser()
    const client = harness.as(user)
    const presigned = await presign(client)
    await put(presigned)
    const storage = createStorage({
      bucket: 'gone',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:1',
      credentials: { accessKeyId: 'a', secretAccessKey: SECRET },
    })
    const broken = createCaller({ ...harness.deps, storage, afterCommit: () => {} }).as(user)
    const { uploadId } = presigned
    expect(await refusal(broken.uploads.save.mutate({ uploadId }))).toMatchObject({
      reason: 'STORAGE_UNAVAILABLE',
      status: 503,
    })
    expect(harness.logged.at(-1)).toMatchObject({
      level: 'error',
      fields: { path: 'uploads.save', userId: user.id },
    })
    expect(JSON.stringify(harness.logged)).not.toContain(SECRET)
    expect(JSON.stringify(harness.logged)).not.toContain('X-Amz-Signature')
    await expect(client.uploads.save.mutate({ uploadId })).resolves.toBeDefined()
  })
})

describe('a database that does not answer', () => {
  test.each([
    ['refuses connections', 'postgres://nobody:hunter2@127.0.0.1:1/none'],
    ['has another name', 'postgres://nobody:hunter2@no-such-host.invalid:5432/none'],
  ])('because it %s is said to be unavailable, without a word about it', async (_, url) => {
    const user = await harness.newUser()
    const db = createDb(url)
    const broken = createCaller({ ...harness.deps, db, afterCommit: () => {} })
    for (const call of [
      () => broken.as(user).files.list.query({}),
      () => broken.as(user).files.usage.query(),
      () => presign(broken.as(user)),
    ]) {
      const refused = await refusal(call())
      expect(refused).toMatchObject({ reason: 'DATABASE_UNAVAILABLE', status: 503 })
      expect(refused.message).toBe('The database does not answer. Try again shortly.')
    }
    expect(JSON.stringify(harness.logged)).not.toContain('hunter2')
    await closeDb(db)
  })

  test('for a moment loses nothing: connections that were cut are replaced', async () => {
    const client = harness.as(await harness.newUser())
    const { id } = await upload(client)
    await harness.db.$executeRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`
    expect((await client.files.get.query({ id })).id).toBe(id)
  })
})

describe('what nobody expected', () => {
  test('is logged whole, once, and shown as a request id alone', async () => {
    const user = await harness.newUser()
    const storage = { ...harness.storage, baseUrl: undefined } as unknown as Harness['storage']
    const before = harness.logged.length
    const broken = createCaller({ ...harness.deps, storage, afterCommit: () => {} })
    const response = await broken.request(user, 'uploads.presign', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ files: [{ name: 'a', size: 1, contentType: 'a/b' }] }),
    })
    const { error } = (await response.json()) as { error: { message: string; data: { requestId: string } } }
    expect(response.status).toBe(500)
    expect(error.message).toBe('Something went wrong on our side. Quote the request id when you report it.')
    expect(error.data).toEqual({
      code: 'INTERNAL_SERVER_ERROR',
      httpStatus: 500,
      path: 'uploads.presign',
      reason: 'INTERNAL',
      field: null,
      requestId: error.data.requestId,
    })
    const logged = harness.logged.slice(before)
    expect(logged).toMatchObject([
      { level: 'error', fields: { requestId: error.data.requestId, path: 'uploads.presign' } },
    ])
    expect(logged[0]?.fields.err).toBeInstanceOf(TypeError)
  })

  test('in an answer that does not fit its schema is our fault, not the caller’s', () => {
    const { error: cause } = z.string().safeParse(1)
    const output = new TRPCError({
      code: 'INTERNAL_SERVER_ERROR',
      message: 'Output validation failed',
      cause,
    })
    expect(classify(output).reason).toBe('INTERNAL')
    expect(classify(new TRPCError({ code: 'BAD_REQUEST', cause })).reason).toBe('INVALID_INPUT')
  })

  test('is INTERNAL for whatever is thrown', () => {
    for (const thrown of ['text', null, undefined, 7, new Error('x'), { a: 1 }]) {
      expect(classify(thrown).reason).toBe('INTERNAL')
    }
  })
})

test('refusals are answers, not log lines', async () => {
  const before = harness.logged.length
  await refusal(harness.as(null).files.list.query({}))
  await refusal(harness.as(await harness.newUser()).files.get.query({ id: harness.deps.newId() }))
  expect(harness.logged.slice(before)).toEqual([])
})

test('statements that Postgres ends for others are repeated', async () => {
  const client = harness.as(await harness.newUser())
  const { id } = await upload(client)
  // Fails the first two times it is asked, as Postgres fails serialisable transactions.
  await harness.db.$executeRawUnsafe(`CREATE SEQUENCE conflicts`)
  await harness.db.$executeRawUnsafe(`
    CREATE FUNCTION conflict() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('conflicts') <= 2 THEN RAISE EXCEPTION 'conflict' USING ERRCODE = '40001'; END IF;
      RETURN NEW;
    END $$`)
  await harness.db.$executeRawUnsafe(
    'CREATE TRIGGER conflict BEFORE UPDATE ON s3_files FOR EACH ROW EXECUTE FUNCTION conflict()',
  )
  await expect(client.files.trash.mutate({ id })).resolves.toMatchObject({ trashedBy: 'owner' })
  expect(await harness.db.auditEvent.count({ where: { targetId: id, action: 'file.trash' } })).toBe(1)
  await harness.db.$executeRawUnsafe('DROP TRIGGER conflict ON s3_files')
})
