import { describe, expect, test } from 'vitest'
import { trashFile } from '../files/trash.ts'
import { BYTES, refusal, sharedHarness, upload } from '../testing.ts'

const harness = sharedHarness()

async function people() {
  const admin = await harness().newUser({ role: 'admin' })
  const owner = await harness().newUser({ name: 'Ada Lovelace' })
  return { admin, owner, asAdmin: harness().as(admin), asOwner: harness().as(owner) }
}

const REASON = 'Breaks the house rules'

/** Until a connection to this database waits for another one's lock. */
async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const waiting = await harness().db.$queryRaw<unknown[]>`
      SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    if (waiting.length > 0) return
  }
}

describe('the list of everybody’s files', () => {
  test('has each with its owner and key', async () => {
    const { asAdmin, asOwner, owner } = await people()
    const file = await upload(asOwner)
    const { files } = await asAdmin.admin.files.list.query({ ownerId: owner.id })
    expect(files).toMatchObject([{ ...file, owner: { id: owner.id, email: owner.email, name: owner.name } }])
    expect(files[0]?.objectKey).toMatch(new RegExp(`^private/${owner.id}/`))
  })

  test('has files whose owner is no account here', async () => {
    const { asAdmin } = await people()
    const userId = `auth0|${harness().deps.newId()}`
    await harness().db
      .$executeRaw`INSERT INTO s3_files (object_key, file_url, user_id) VALUES (${userId}, 'x', ${userId})`
    const { files } = await asAdmin.admin.files.list.query({ ownerId: userId })
    expect(files).toMatchObject([{ owner: { id: userId, email: null, name: null }, size: null }])
  })

  test('is searched by name, key, and the owner’s e-mail, name and id', async () => {
    const { asAdmin, asOwner, owner } = await people()
    const mark = harness().deps.newId().slice(-12)
    const { id } = await upload(asOwner, { name: `${mark}.txt` })
    const other = harness().as(await harness().newUser())
    await upload(other, { name: 'other.txt' })
    const { objectKey } = await harness().db.s3File.findUniqueOrThrow({ where: { publicId: id } })
    const searches = [mark.toUpperCase(), objectKey.slice(-20), owner.email.toUpperCase(), owner.id]
    for (const search of searches) {
      const { files } = await asAdmin.admin.files.list.query({ search })
      expect(
        files.map((file) => file.id),
        search,
      ).toEqual([id])
    }
    const byName = await asAdmin.admin.files.list.query({ search: 'lovelace', limit: 100 })
    expect(byName.files.map((file) => file.id)).toContain(id)
    expect(new Set(byName.files.map((file) => file.owner.name))).toEqual(new Set(['Ada Lovelace']))
  })

  test('shows the trash as well, or alone, or not at all', async () => {
    const { asAdmin, asOwner, owner } = await people()
    const [kept, trashed] = [await upload(asOwner), await upload(asOwner)]
    await asOwner.files.trash.mutate({ id: trashed.id })
    const ids = async (state: 'any' | 'stored' | 'trashed') => {
      const { files } = await asAdmin.admin.files.list.query({ ownerId: owner.id, state })
      return files.map(({ id }) => id)
    }
    expect(await ids('any')).toEqual([trashed.id, kept.id])
    expect(await ids('stored')).toEqual([kept.id])
    expect(await ids('trashed')).toEqual([trashed.id])
  })

  test('goes on over pages, whose cursors are of no use elsewhere', async () => {
    const { asAdmin, asOwner, owner } = await people()
    const files = [await upload(asOwner), await upload(asOwner), await upload(asOwner)]
    const first = await asAdmin.admin.files.list.query({ ownerId: owner.id, limit: 2 })
    const cursor = first.nextCursor
    const second = await asAdmin.admin.files.list.query({ ownerId: owner.id, limit: 2, cursor })
    expect([...first.files, ...second.files].map(({ id }) => id)).toEqual(files.map(({ id }) => id).reverse())
    expect((await refusal(asAdmin.files.list.query({ cursor }))).reason).toBe('INVALID_CURSOR')
    expect((await refusal(asAdmin.admin.audit.list.query({ cursor }))).reason).toBe('INVALID_CURSOR')
  })
})

describe('deleting', () => {
  test('takes a file away from its owner, who sees why and can neither undo nor finish it', async () => {
    const { admin, asAdmin, asOwner, owner } = await people()
    const { id } = await upload(asOwner)
    const deleted = await asAdmin.admin.files.delete.mutate({ id, reason: `  ${REASON} ` })
    expect(deleted).toMatchObject({ id, trashedBy: 'admin', trashReason: REASON, owner: { id: owner.id } })
    expect((await asOwner.files.list.query({})).files).toEqual([])
    expect((await asOwner.files.list.query({ trashed: true })).files).toMatchObject([
      { id, trashedBy: 'admin', trashReason: REASON },
    ])
    const refused = { reason: 'FILE_DELETED_BY_ADMIN', status: 403 }
    expect(await refusal(asOwner.files.restore.mutate({ id }))).toMatchObject(refused)
    expect(await refusal(asOwner.files.purge.mutate({ id }))).toMatchObject(refused)
    expect(await refusal(asOwner.files.presignDownload.mutate({ id }))).toMatchObject({
      reason: 'FILE_TRASHED',
    })
    const events = await harness().db.auditEvent.findMany({ where: { targetId: id, actorRole: 'admin' } })
    expect(events).toMatchObject([
      { action: 'file.trash', actorId: admin.id, actorEmail: admin.email, ownerId: owner.id, reason: REASON },
    ])
  })

  test('takes over what the owner had trashed, and counts it once', async () => {
    const { asAdmin, asOwner } = await people()
    const { id } = await upload(asOwner)
    await asOwner.files.trash.mutate({ id })
    await asAdmin.admin.files.delete.mutate({ id, reason: REASON })
    expect((await refusal(asOwner.files.restore.mutate({ id }))).reason).toBe('FILE_DELETED_BY_ADMIN')
    expect(await asOwner.files.usage.query()).toMatchObject({ trashedBytes: BYTES.length, trashedCount: 1 })
    expect(await asOwner.files.trash.mutate({ id })).toMatchObject({ trashedBy: 'admin' })
  })

  test('waits for an owner who is trashing the file meanwhile, and counts it once', async () => {
    const { asAdmin, asOwner, owner } = await people()
    const { id } = await upload(asOwner)
    const request = { id: 'r', ip: null, userAgent: null }
    let deleting: Promise<unknown> | undefined
    await harness().db.$transaction(async (tx) => {
      const db = tx as unknown as ReturnType<typeof harness>['db']
      await trashFile({ ...harness().deps, db, user: owner, request }, { id })
      deleting = asAdmin.admin.files.delete.mutate({ id, reason: REASON })
      await untilSomebodyWaits()
    })
    await deleting
    expect(await asOwner.files.get.query({ id })).toMatchObject({ trashedBy: 'admin' })
    expect(await asOwner.files.usage.query()).toMatchObject({ trashedBytes: BYTES.length, trashedCount: 1 })
  })

  test('twice, at once or later, is one event and one answer', async () => {
    const { asAdmin, asOwner } = await people()
    const { id } = await upload(asOwner)
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => asAdmin.admin.files.delete.mutate({ id, reason: REASON })),
    )
    answers.push(await asAdmin.admin.files.delete.mutate({ id, reason: 'another reason' }))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await harness().db.auditEvent.count({ where: { targetId: id, action: 'file.trash' } })).toBe(1)
  })

  test.each([undefined, '', '   ', 'no', 'x'.repeat(501), 'why\0not'])(
    'needs a reason: %j',
    async (reason) => {
      const { asAdmin, asOwner } = await people()
      const file = await upload(asOwner)
      const call = asAdmin.admin.files.delete.mutate({ id: file.id, reason } as {
        id: string
        reason: string
      })
      expect(await refusal(call)).toMatchObject({ reason: 'REASON_REQUIRED', field: 'reason', status: 400 })
      expect(await asOwner.files.get.query({ id: file.id })).toEqual(file)
    },
  )
})

describe('restoring', () => {
  test('gives a file back to its owner as it was', async () => {
    const { asAdmin, asOwner } = await people()
    const file = await upload(asOwner)
    await asAdmin.admin.files.delete.mutate({ id: file.id, reason: REASON })
    expect(await asAdmin.admin.files.restore.mutate({ id: file.id })).toMatchObject(file)
    expect((await asOwner.files.list.query({})).files).toEqual([file])
    const event = await harness().db.auditEvent.findFirstOrThrow({
      where: { targetId: file.id, action: 'file.restore' },
    })
    expect(event).toMatchObject({ actorRole: 'admin', before: { trashedBy: 'admin', reason: REASON } })
    expect(await asAdmin.admin.files.restore.mutate({ id: file.id })).toMatchObject(file)
    expect(
      await harness().db.auditEvent.count({ where: { targetId: file.id, action: 'file.restore' } }),
    ).toBe(1)
  })
})

test('an admin downloads anybody’s file, from the trash as well, and each time is recorded', async () => {
  const { admin, asAdmin, asOwner, owner } = await people()
  const { id } = await upload(asOwner, { name: 'evidence.txt' })
  await asAdmin.admin.files.delete.mutate({ id, reason: REASON })
  const { url } = await asAdmin.admin.files.presignDownload.mutate({ id })
  const response = await fetch(url)
  expect(await response.text()).toBe(new TextDecoder().decode(BYTES))
  const events = await harness().db.auditEvent.findMany({ where: { targetId: id, action: 'file.download' } })
  expect(events).toMatchObject([
    { actorId: admin.id, actorRole: 'admin', ownerId: owner.id, targetName: 'evidence.txt' },
  ])
})

test('a missing file is missing for admins too', async () => {
  const { asAdmin } = await people()
  const id = harness().deps.newId()
  const calls = [
    () => asAdmin.admin.files.presignDownload.mutate({ id }),
    () => asAdmin.admin.files.delete.mutate({ id, reason: REASON }),
    () => asAdmin.admin.files.restore.mutate({ id }),
  ]
  for (const call of calls) {
    expect(await refusal(call())).toMatchObject({ reason: 'FILE_NOT_FOUND', status: 404 })
  }
})
