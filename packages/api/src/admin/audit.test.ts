import { expect, test } from 'vitest'
import { refusal, sharedHarness, upload } from '../testing.ts'

const harness = sharedHarness()

test('the audit log says who did what to whose file, the latest first', async () => {
  const admin = await harness().newUser({ role: 'admin' })
  const owner = await harness().newUser()
  const asAdmin = harness().as(admin)
  const file = await upload(harness().as(owner), { name: 'a.txt' })
  await asAdmin.admin.files.delete.mutate({ id: file.id, reason: 'Not ours to keep' })
  const { events } = await asAdmin.admin.audit.list.query({ targetId: file.id })
  expect(events.map(({ action }) => action)).toEqual(['file.trash', 'upload.save', 'upload.presign'])
  expect(events[0]).toMatchObject({
    actor: { id: admin.id, role: 'admin', email: admin.email },
    target: { type: 'file', id: file.id, name: 'a.txt' },
    owner: { id: owner.id, email: owner.email },
    reason: 'Not ours to keep',
    ip: '192.0.2.7',
    userAgent: 'holdall-tests/1',
  })
  expect(events[2]).toMatchObject({ target: { type: 'upload', id: file.id }, after: { size: file.size } })
})

test('it is filtered by action, actor and owner', async () => {
  const admin = await harness().newUser({ role: 'admin' })
  const owner = await harness().newUser()
  const asAdmin = harness().as(admin)
  const { id } = await upload(harness().as(owner))
  await asAdmin.admin.files.delete.mutate({ id, reason: 'Not ours to keep' })
  const actions = async (filter: Parameters<typeof asAdmin.admin.audit.list.query>[0]) => {
    const { events } = await asAdmin.admin.audit.list.query(filter)
    return events.map(({ action }) => action)
  }
  expect(await actions({ actorId: admin.id })).toEqual(['file.trash'])
  expect(await actions({ ownerId: owner.id, actorId: owner.id })).toEqual(['upload.save', 'upload.presign'])
  expect(await actions({ ownerId: owner.id, action: 'upload.save' })).toEqual(['upload.save'])
})

test('its pages hold every event once, also those of one moment', async () => {
  const asAdmin = harness().as(await harness().newUser({ role: 'admin' }))
  const owner = await harness().newUser()
  const files = Array.from({ length: 7 }, () => ({ name: 'a', size: 0, contentType: 'text/plain' }))
  await harness().as(owner).uploads.presign.mutate({ files })
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof asAdmin.admin.audit.list.query>> =
      await asAdmin.admin.audit.list.query({ ownerId: owner.id, limit: 3, cursor })
    seen.push(...page.events.map(({ id }) => id))
    cursor = page.nextCursor
  } while (cursor !== null)
  expect(seen).toHaveLength(7)
  expect(new Set(seen).size).toBe(7)
})

test('a cursor of another list or with another time is refused', async () => {
  const asAdmin = harness().as(await harness().newUser({ role: 'admin' }))
  const position = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
  const time = '2026-01-01T00:00:00.000Z'
  for (const cursor of [
    position('files', time, '1'),
    position('audit', 'now', '1'),
    position('audit', time, '-1'),
  ]) {
    expect((await refusal(asAdmin.admin.audit.list.query({ cursor }))).reason).toBe('INVALID_CURSOR')
  }
})
