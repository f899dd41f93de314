import { describe, expect, test } from 'vitest'
import { BYTES, refusal, sharedHarness, upload } from '../testing.ts'

const harness = sharedHarness()

async function get(
  url: string,
): Promise<{ type: string | null; disposition: string; body: string; status: number }> {
  const response = await fetch(url)
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    disposition: response.headers.get('content-disposition') ?? '',
    body: await response.text(),
  }
}

test('a file downloads under its own name, with its own bytes', async () => {
  const client = harness().as(await harness().newUser())
  const { id } = await upload(client, { name: 'Größe "1".txt' })
  const { url, expiresAt } = await client.files.presignDownload.mutate({ id })
  const { status, disposition, body } = await get(url)
  expect({ status, body }).toEqual({ status: 200, body: new TextDecoder().decode(BYTES) })
  expect(disposition).toMatch(/^attachment;/)
  expect(disposition).toContain("filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.txt")
  expect(new Date(expiresAt).getTime() - Date.now()).toBeLessThanOrEqual(60_000)
})

test('a renamed file downloads under its new name', async () => {
  const client = harness().as(await harness().newUser())
  const { id } = await upload(client, { name: 'old.txt' })
  await client.files.rename.mutate({ id, name: 'new.txt' })
  const { url } = await client.files.presignDownload.mutate({ id })
  expect((await get(url)).disposition).toContain('new.txt')
})

describe('opening in the browser', () => {
  test.each([
    ['image/png', 'image/png'],
    ['application/pdf', 'application/pdf'],
    ['video/mp4', 'video/mp4'],
    ['text/plain', 'text/plain; charset=utf-8'],
    ['application/json', 'text/plain; charset=utf-8'],
  ])('is for %s, as %s', async (contentType, shown) => {
    const client = harness().as(await harness().newUser())
    const { id } = await upload(client, { contentType })
    const { url } = await client.files.presignDownload.mutate({ id, disposition: 'inline' })
    const { type, disposition } = await get(url)
    expect(type).toBe(shown)
    expect(disposition).toMatch(/^inline;/)
  })

  test.each([
    'text/html',
    'image/svg+xml',
    'application/xhtml+xml',
    'text/xml',
    'application/xml',
    'text/javascript',
    'application/octet-stream',
    'multipart/x-mixed-replace',
  ])('is not for %s, which downloads as mere bytes', async (contentType) => {
    const client = harness().as(await harness().newUser())
    const { id } = await upload(client, { contentType })
    for (const wanted of ['inline', 'attachment'] as const) {
      const { url } = await client.files.presignDownload.mutate({ id, disposition: wanted })
      const { type, disposition } = await get(url)
      expect(disposition).toMatch(/^attachment;/)
      expect(type).toBe('application/octet-stream')
    }
  })
})

test('each download is recorded once, with where it came from and nothing that opens the file', async () => {
  const user = await harness().newUser()
  const client = harness().as(user)
  const { id } = await upload(client)
  await client.files.presignDownload.mutate({ id })
  const events = await harness().db.auditEvent.findMany({ where: { targetId: id, action: 'file.download' } })
  expect(events).toMatchObject([
    {
      actorId: user.id,
      actorRole: 'user',
      actorEmail: user.email,
      ip: '192.0.2.7',
      userAgent: 'holdall-tests/1',
    },
  ])
  expect(
    JSON.stringify(events, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
  ).not.toContain('X-Amz')
})

test("somebody else's file looks like a missing one to every verb, and stays as it is", async () => {
  const owner = harness().as(await harness().newUser())
  const stranger = harness().as(await harness().newUser())
  const file = await upload(owner)
  const other = harness().deps.newId()
  const verbs = {
    get: (id: string) => stranger.files.get.query({ id }),
    presignDownload: (id: string) => stranger.files.presignDownload.mutate({ id }),
    rename: (id: string) => stranger.files.rename.mutate({ id, name: 'mine.txt' }),
    trash: (id: string) => stranger.files.trash.mutate({ id }),
    restore: (id: string) => stranger.files.restore.mutate({ id }),
    purge: (id: string) => stranger.files.purge.mutate({ id }),
  }
  for (const verb of Object.values(verbs)) {
    const foreign = await refusal(verb(file.id))
    expect(foreign).toEqual(await refusal(verb(other)))
    expect(foreign).toMatchObject({ reason: 'FILE_NOT_FOUND', status: 404 })
  }
  expect(await owner.files.get.query({ id: file.id })).toEqual(file)
  await owner.files.trash.mutate({ id: file.id })
  for (const verb of Object.values(verbs))
    expect((await refusal(verb(file.id))).reason).toBe('FILE_NOT_FOUND')
})

test.each(['a/../b.txt', './b.txt', 'x'.repeat(1025)])(
  'an adopted file under a key that no URL can hold is refused in words, and not recorded as downloaded',
  async (objectKey) => {
    const user = await harness().newUser()
    const [row] = await harness().db.$queryRaw<{ public_id: string }[]>`
      INSERT INTO s3_files (object_key, file_url, user_id) VALUES (${objectKey}, 'https://old.example', ${user.id})
      RETURNING public_id`
    const id = row?.public_id ?? ''
    const refused = await refusal(harness().as(user).files.presignDownload.mutate({ id }))
    expect(refused).toMatchObject({ reason: 'OBJECT_KEY_UNUSABLE' })
    expect(await harness().db.auditEvent.count({ where: { targetId: id } })).toBe(0)
  },
)
