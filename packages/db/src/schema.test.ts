import { describe, expect, inject, test } from 'vitest'
import { closeDb, createDb, type Db } from './client.ts'
import { Prisma } from './generated/client.ts'
import { createTestDatabase } from './testing.ts'

async function open() {
  const database = await createTestDatabase(inject('postgresUrl'))
  const db = createDb(database.url)
  return {
    db,
    async [Symbol.asyncDispose]() {
      await closeDb(db)
      await database[Symbol.asyncDispose]()
    },
  }
}

const file = { objectKey: 'private/u1/1', fileUrl: 'https://b/private/u1/1', userId: 'u1', name: 'a.txt' }
const event = {
  publicId: '0191b6c5-3a6f-7c3e-9d7a-2f0c1b9e8d77',
  at: new Date(),
  actorRole: 'system',
  action: 'file.purge',
  targetType: 'file',
  targetId: '1',
} as const

describe('an audit event', () => {
  test.each([
    ['changed', Prisma.sql`UPDATE audit_events SET reason = 'another'`],
    [
      'changed by an upsert',
      Prisma.sql`INSERT INTO audit_events SELECT * FROM audit_events ON CONFLICT (id) DO UPDATE SET reason = 'x'`,
    ],
    ['deleted', Prisma.sql`DELETE FROM audit_events`],
    ['deleted where there is none', Prisma.sql`DELETE FROM audit_events WHERE id = 99`],
    ['truncated', Prisma.sql`TRUNCATE audit_events`],
    ['truncated along with another table', Prisma.sql`TRUNCATE usage, audit_events CASCADE`],
  ])('cannot be %s', async (_how, statement) => {
    await using t = await open()
    const created = await t.db.auditEvent.create({ data: event })
    await expect(t.db.$executeRaw(statement)).rejects.toThrow('audit_events is append-only')
    expect(await t.db.auditEvent.findMany()).toEqual([created])
  })

  test('names who did it, unless it was the system', async () => {
    await using t = await open()
    await expect(t.db.auditEvent.create({ data: { ...event, actorRole: 'admin' } })).rejects.toThrow(
      'audit_events_actor_check',
    )
    await t.db.auditEvent.create({ data: { ...event, actorRole: 'admin', actorId: 'a1' } })
  })
})

describe('the database itself refuses', () => {
  const now = new Date()
  test.each<[string, (db: Db) => Promise<unknown>, string]>([
    ['a negative size', (db) => db.s3File.create({ data: { ...file, size: -1n } }), 's3_files_size_check'],
    [
      'a checksum that is none',
      (db) => db.s3File.create({ data: { ...file, sha256: 'A'.repeat(64) } }),
      's3_files_sha256_check',
    ],
    [
      'trash that nobody threw away',
      (db) => db.s3File.create({ data: { ...file, trashedAt: now } }),
      's3_files_trash_check',
    ],
    [
      'somebody who threw nothing away',
      (db) => db.s3File.create({ data: { ...file, trashedBy: 'owner' } }),
      's3_files_trash_check',
    ],
    [
      'a reason without trash',
      (db) => db.s3File.create({ data: { ...file, trashReason: 'x' } }),
      's3_files_trash_check',
    ],
    [
      "an admin's trash without a reason",
      (db) => db.s3File.create({ data: { ...file, trashedAt: now, trashedBy: 'admin' } }),
      's3_files_trash_check',
    ],
    [
      "an admin's trash with a blank reason",
      (db) => db.s3File.create({ data: { ...file, trashedAt: now, trashedBy: 'admin', trashReason: ' ' } }),
      's3_files_trash_check',
    ],
    [
      'pending bytes below zero',
      (db) => db.usage.create({ data: { userId: 'u', pendingBytes: -1n } }),
      'usage_pending_check',
    ],
    [
      'a pending count below zero',
      (db) => db.usage.create({ data: { userId: 'u', pendingCount: -1 } }),
      'usage_pending_check',
    ],
    [
      'stored bytes below zero',
      (db) => db.usage.create({ data: { userId: 'u', storedBytes: -1n } }),
      'usage_stored_check',
    ],
    [
      'trashed bytes below zero',
      (db) => db.usage.create({ data: { userId: 'u', trashedBytes: -1n } }),
      'usage_trashed_check',
    ],
    [
      'a negative quota',
      (db) => db.usage.create({ data: { userId: 'u', quotaBytes: -1n } }),
      'usage_quota_check',
    ],
    [
      'a role that is none',
      (db) => db.user.create({ data: { id: 'u', name: 'U', email: 'u@x', role: 'root' } }),
      'users_role_check',
    ],
  ])('%s', async (_what, write, constraint) => {
    await using t = await open()
    await expect(write(t.db)).rejects.toThrow(constraint)
  })

  test('and takes both kinds of trash', async () => {
    await using t = await open()
    await t.db.s3File.create({ data: { ...file, trashedAt: now, trashedBy: 'owner' } })
    await t.db.s3File.create({
      data: { ...file, objectKey: 'k2', trashedAt: now, trashedBy: 'admin', trashReason: 'malware' },
    })
  })
})

describe('file names', () => {
  test('sort as people expect, however they are asked for', async () => {
    await using t = await open()
    const sorted = [
      '_draft',
      'Ächtung',
      'apple',
      'Apple',
      'éclair',
      'file1',
      'File2',
      'file10',
      'zoo',
      '文件',
      '文件2',
    ]
    const shuffled = sorted.toReversed()
    for (const name of shuffled) await t.db.s3File.create({ data: { ...file, objectKey: name, name } })
    const byName = await t.db.s3File.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }] })
    expect(byName.map(({ name }) => name)).toEqual(sorted)
    const after = await t.db.s3File.findMany({ where: { name: { gt: 'file1' } }, orderBy: { name: 'asc' } })
    expect(after.map(({ name }) => name)).toEqual(sorted.slice(6))
  })

  test('are found by any part of them, in any case of any alphabet', async () => {
    await using t = await open()
    for (const name of ['Ärger-2024.PDF', 'ΣΊΣΥΦΟΣ.txt', 'Привет.doc', 'plain.txt']) {
      await t.db.s3File.create({ data: { ...file, objectKey: name, name } })
    }
    const find = async (contains: string) =>
      (await t.db.s3File.findMany({ where: { name: { contains, mode: 'insensitive' } } })).map(
        ({ name }) => name,
      )
    expect(await find('ärger')).toEqual(['Ärger-2024.PDF'])
    expect(await find('2024.p')).toEqual(['Ärger-2024.PDF'])
    expect(await find('σίσ')).toEqual(['ΣΊΣΥΦΟΣ.txt'])
    expect(await find('пРИВ')).toEqual(['Привет.doc'])
    expect(await find('TXT')).toHaveLength(2)
  })
})
