import { describe, expect, test } from 'vitest'
import { presign, put, refusal, sha256, sharedHarness, upload } from '../testing.ts'

const MiB = 1024 ** 2
const harness = sharedHarness({
  quotaBytes: 10 * MiB,
  maxFileBytes: 4 * MiB,
  allowedTypes: ['text/*', 'image/png', 'application/*'],
  forbiddenTypes: ['application/x-msdownload'],
})

const file = (overrides: object = {}) => ({ name: 'a.txt', size: 1, contentType: 'text/plain', ...overrides })

async function leftovers(userId: string) {
  const { db } = harness()
  const usage = await db.usage.findUnique({ where: { userId } })
  return {
    uploads: await db.upload.count({ where: { userId } }),
    events: await db.auditEvent.count({ where: { ownerId: userId } }),
    pendingBytes: Number(usage?.pendingBytes ?? 0),
  }
}

const NOTHING = { uploads: 0, events: 0, pendingBytes: 0 }

test('a batch of 100 is promised at once, in the order asked for', async () => {
  const user = await harness().newUser()
  const client = harness().as(user)
  const files = Array.from({ length: 100 }, (_, n) => file({ name: `${n}.txt`, size: n }))
  const { uploads } = await client.uploads.presign.mutate({ files })
  const rows = await harness().db.upload.findMany({ where: { userId: user.id } })
  const names = new Map(rows.map((row) => [row.id, row.name]))
  expect(uploads.map(({ uploadId }) => names.get(uploadId))).toEqual(files.map(({ name }) => name))
  expect(await leftovers(user.id)).toEqual({ uploads: 100, events: 100, pendingBytes: 4950 })
})

test('keys hold the owner, but not the name', async () => {
  const user = await harness().newUser()
  const client = harness().as(user)
  const { url } = await presign(client, { name: 'salary.txt' })
  expect(new URL(url).pathname).toMatch(new RegExp(`/private/${user.id}/[0-9a-f-]{36}$`))
  expect(url).not.toContain('salary')
})

test('an upload that declares its checksum can only send those bytes', async () => {
  const client = harness().as(await harness().newUser())
  const bytes = new TextEncoder().encode('declared')
  const presigned = await presign(client, { bytes, sha256: sha256(bytes) })
  expect(presigned.headers).toHaveProperty('x-amz-checksum-sha256')
  const { file: saved } = await (async () => {
    expect(await put(presigned, bytes)).toBe(200)
    return await client.uploads.save.mutate({ uploadId: presigned.uploadId })
  })()
  expect(saved.sha256).toBe(sha256(bytes))
})

describe('what the policy refuses is refused with its field, and leaves nothing behind', () => {
  const refused = {
    'a file over the limit': [{ size: 4 * MiB + 1 }, 'FILE_TOO_LARGE', 'files.1.size', 413],
    'a type that is not allowed': [
      { contentType: 'video/mp4' },
      'FILE_TYPE_NOT_ALLOWED',
      'files.1.contentType',
      400,
    ],
    'a type that is forbidden': [
      { contentType: 'application/x-msdownload' },
      'FILE_TYPE_NOT_ALLOWED',
      'files.1.contentType',
      400,
    ],
  } as const

  test.each(Object.entries(refused))('%s', async (_, [overrides, reason, field, status]) => {
    const user = await harness().newUser()
    const call = harness()
      .as(user)
      .uploads.presign.mutate({ files: [file(), file(overrides)] })
    expect(await refusal(call)).toMatchObject({ reason, field, status })
    expect(await leftovers(user.id)).toEqual(NOTHING)
  })
})

describe('quota', () => {
  test('a batch that does not fit is refused as a whole', async () => {
    const user = await harness().newUser()
    const files = Array.from({ length: 3 }, () => file({ size: 4 * MiB }))
    const call = harness().as(user).uploads.presign.mutate({ files })
    expect(await refusal(call)).toMatchObject({ reason: 'QUOTA_EXCEEDED', status: 413 })
    expect(await leftovers(user.id)).toEqual(NOTHING)
  })

  test('counts what is stored, and what is in the trash, until it is purged', async () => {
    const user = await harness().newUser()
    const client = harness().as(user)
    await harness().db.usage.create({ data: { userId: user.id, quotaBytes: 30 } })
    const { id } = await upload(client)
    await client.files.trash.mutate({ id })
    expect(await refusal(presign(client))).toMatchObject({ reason: 'QUOTA_EXCEEDED' })
    await client.files.purge.mutate({ id })
    await expect(presign(client)).resolves.toBeDefined()
  })

  test('of a user goes before the default, in both directions', async () => {
    const [small, large] = [await harness().newUser(), await harness().newUser()]
    await harness().db.usage.createMany({
      data: [
        { userId: small.id, quotaBytes: 1 },
        { userId: large.id, quotaBytes: 100 * MiB },
      ],
    })
    const files = Array.from({ length: 3 }, () => file({ size: 4 * MiB }))
    expect(await refusal(presign(harness().as(small)))).toMatchObject({ reason: 'QUOTA_EXCEEDED' })
    await expect(harness().as(large).uploads.presign.mutate({ files })).resolves.toBeDefined()
  })

  test.each(Array.from({ length: 20 }, (_, index) => index + 1))(
    'that fits 10 of 50 racing requests lets exactly 10 through (round %i)',
    async () => {
      const user = await harness().newUser()
      const client = harness().as(user)
      const calls = Array.from({ length: 50 }, () =>
        client.uploads.presign.mutate({ files: [file({ size: MiB })] }),
      )
      const results = await Promise.allSettled(calls)
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
      for (const call of calls) {
        const settled = await Promise.allSettled([call])
        if (settled[0]?.status === 'rejected') {
          expect((await refusal(call)).reason).toBe('QUOTA_EXCEEDED')
        }
      }
      expect(await leftovers(user.id)).toEqual({ uploads: 10, events: 10, pendingBytes: 10 * MiB })
    },
  )
})

test('empty files need no quota', async () => {
  const user = await harness().newUser()
  await harness().db.usage.create({ data: { userId: user.id, quotaBytes: 0 } })
  const saved = await upload(harness().as(user), { bytes: new Uint8Array() })
  expect(saved.size).toBe(0)
})

test('a user has 10,000 unfinished uploads at most', async () => {
  const user = await harness().newUser()
  const client = harness().as(user)
  const files = Array.from({ length: 100 }, () => file({ size: 0 }))
  for (let batch = 0; batch < 100; batch += 1) await client.uploads.presign.mutate({ files })
  const call = client.uploads.presign.mutate({ files: [file({ size: 0 })] })
  expect(await refusal(call)).toMatchObject({ reason: 'TOO_MANY_PENDING_UPLOADS', status: 429 })
  expect(await leftovers(user.id)).toMatchObject({ uploads: 10_000, events: 10_000 })
})
