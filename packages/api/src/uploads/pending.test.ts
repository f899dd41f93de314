import { expect, test } from 'vitest'
import { BYTES, planParts, presign, put, refusal, sha256, sharedHarness, upload } from '../testing.ts'

const harness = sharedHarness()

test('what is unfinished is listed with all that another device needs to go on', async () => {
  const user = await harness().newUser()
  const client = harness().as(user)
  await upload(client)
  const one = await presign(client, { name: '名前.txt', sha256: sha256(BYTES) })
  const parts = await planParts(client)
  const { uploads, nextCursor } = await harness().as(user).uploads.pending.query({})
  expect(nextCursor).toBeNull()
  expect(uploads).toEqual([
    {
      uploadId: parts.uploadId,
      name: 'film.mp4',
      size: parts.bytes.length,
      contentType: 'video/mp4',
      sha256: null,
      visibility: 'private',
      plan: 'multipart',
      partSize: parts.partSize,
      partCount: parts.partCount,
      createdAt: expect.any(String),
      expiresAt: parts.expiresAt,
    },
    {
      uploadId: one.uploadId,
      name: '名前.txt',
      size: BYTES.length,
      contentType: 'text/plain',
      sha256: sha256(BYTES),
      visibility: 'private',
      plan: 'put',
      partSize: null,
      partCount: null,
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
    },
  ])
  await put(one)
  await client.uploads.save.mutate({ uploadId: one.uploadId })
  await client.uploads.abort.mutate({ uploadId: parts.uploadId })
  expect((await client.uploads.pending.query({})).uploads).toEqual([])
})

test('pages hold each upload once, newest first, also of one moment', async () => {
  const client = harness().as(await harness().newUser())
  const made: string[] = []
  for (let batch = 0; batch < 3; batch += 1) {
    const files = Array.from({ length: 7 }, () => ({ name: 'a', size: 1, contentType: 'text/plain' }))
    const { uploads } = await client.uploads.presign.mutate({ files })
    made.push(...uploads.map(({ uploadId }) => uploadId))
  }
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: { uploads: { uploadId: string }[]; nextCursor: string | null } =
      await client.uploads.pending.query({ cursor, limit: 4 })
    seen.push(...page.uploads.map(({ uploadId }) => uploadId))
    cursor = page.nextCursor
  } while (cursor)
  expect(seen).toEqual(made.toReversed())
})

test.each(['x', '', Buffer.from('["pending","2026-01-01T00:00:00.000Z x","1"]').toString('base64url')])(
  'a cursor that never was is refused (%#)',
  async (cursor) => {
    const client = harness().as(await harness().newUser())
    expect(await refusal(client.uploads.pending.query({ cursor }))).toMatchObject({
      reason: 'INVALID_CURSOR',
      field: 'cursor',
    })
  },
)
