import { describe, expect, test } from 'vitest'
import type { RouterInputs } from '../index.ts'
import { type Client, refusal, sharedHarness, upload } from '../testing.ts'

const harness = sharedHarness({ quotaBytes: 1e12 })

type List = RouterInputs['files']['list']
type Row = { name: string; size?: number; contentType?: string; at?: Date; kind?: string }

/** Rows without objects, for lists longer than is worth uploading; unmeasured, so that nothing else counts them. */
async function insert(userId: string, rows: Row[]): Promise<void> {
  await harness().db.s3File.createMany({
    data: rows.map(({ name, size = 0, contentType = 'text/plain', kind = 'text', at = new Date() }) => ({
      objectKey: `private/${userId}/${harness().deps.newId()}`,
      fileUrl: 'http://127.0.0.1/',
      publicId: harness().deps.newId(),
      userId,
      name,
      size,
      contentType,
      kind,
      uploadedAt: at,
    })),
  })
}

async function names(client: Client, input: List = {}): Promise<string[]> {
  const { files } = await client.files.list.query(input)
  return files.map(({ name }) => name)
}

/** Every page, one after the other. */
async function allNames(client: Client, input: List): Promise<string[]> {
  const found: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof client.files.list.query>> = await client.files.list.query({
      ...input,
      cursor,
    })
    found.push(...page.files.map(({ name }) => name))
    cursor = page.nextCursor
  } while (cursor !== null)
  return found
}

test('a user without files sees an empty list', async () => {
  const client = harness().as(await harness().newUser())
  expect(await client.files.list.query({})).toEqual({ files: [], nextCursor: null })
})

describe('pages', () => {
  const orders = (['uploadedAt', 'name', 'size'] as const).flatMap((sort) =>
    (['asc', 'desc'] as const).map((order) => ({ sort, order })),
  )

  test.each(orders)('by $sort $order hold every file once, ties and all', async (order) => {
    const user = await harness().newUser()
    const client = harness().as(user)
    const at = new Date('2026-01-01T00:00:00.123Z')
    const rows = Array.from({ length: 25 }, (_, n) => ({
      name: `file ${n % 4}`,
      size: n % 3,
      at: new Date(at.getTime() + (n % 5)),
    }))
    await insert(user.id, rows)
    const whole = await client.files.list.query({ ...order, limit: 100 })
    const ids: string[] = []
    let cursor: string | null = null
    do {
      const page: typeof whole = await client.files.list.query({ ...order, limit: 4, cursor })
      ids.push(...page.files.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(ids).toEqual(whole.files.map(({ id }) => id))
    expect(new Set(ids).size).toBe(25)
  })

  test('stay in place while files come before them', async () => {
    const user = await harness().newUser()
    const client = harness().as(user)
    await insert(user.id, [
      { name: 'b', at: new Date('2026-01-02') },
      { name: 'a', at: new Date('2026-01-01') },
    ])
    const { nextCursor } = await client.files.list.query({ limit: 1 })
    await insert(user.id, [{ name: 'c', at: new Date('2026-01-03') }])
    expect(await names(client, { limit: 1, cursor: nextCursor })).toEqual(['a'])
  })

  test('of names as long and odd as adopted ones can be go on', async () => {
    const user = await harness().newUser()
    const client = harness().as(user)
    const odd = Array.from({ length: 3 }, (_, n) => `${n}${'"\\😀'.repeat(160)}`)
    await insert(
      user.id,
      odd.map((name) => ({ name })),
    )
    expect(await allNames(client, { sort: 'name', order: 'asc', limit: 1 })).toEqual(odd)
  })

  test('that are exactly full are the last ones', async () => {
    const user = await harness().newUser()
    await insert(user.id, [{ name: 'a' }, { name: 'b' }])
    expect((await harness().as(user).files.list.query({ limit: 2 })).nextCursor).toBeNull()
  })
})

test('names sort as people expect: case and numbers included', async () => {
  const user = await harness().newUser()
  await insert(
    user.id,
    ['file10', 'File2', 'äpfel', 'Zebra', 'apfel'].map((name) => ({ name })),
  )
  expect(await names(harness().as(user), { sort: 'name', order: 'asc' })).toEqual([
    'apfel',
    'äpfel',
    'File2',
    'file10',
    'Zebra',
  ])
})

describe('search', () => {
  test.each([
    ['part of a name in another case', 'ÜBER', ['Überblick.pdf']],
    ['a percent sign as itself', '100%', ['100% sure.txt']],
    ['an underscore as itself', 'a_b', ['a_b.txt']],
    ['a backslash as itself', '\\', ['back\\slash']],
    ['decomposed letters like composed ones', 'U\u0308berblick', ['Überblick.pdf']],
    ['nothing where nothing fits', 'zzz', []],
    [
      'everything for an empty text',
      '  ',
      ['100% sure.txt', '1000', 'a_b.txt', 'aXb.txt', 'back\\slash', 'Überblick.pdf'],
    ],
  ])('finds %s', async (_, search, expected) => {
    const user = await harness().newUser()
    const all = ['100% sure.txt', '1000', 'a_b.txt', 'aXb.txt', 'back\\slash', 'Überblick.pdf']
    await insert(
      user.id,
      all.map((name) => ({ name })),
    )
    expect(await names(harness().as(user), { search, sort: 'name', order: 'asc' })).toEqual(expected)
  })

  test('goes on over pages', async () => {
    const user = await harness().newUser()
    await insert(
      user.id,
      Array.from({ length: 9 }, (_, n) => ({ name: n % 2 ? `x${n}` : `y${n}` })),
    )
    const found = await allNames(harness().as(user), {
      search: 'Y',
      limit: 2,
      sort: 'name',
      order: 'asc',
    })
    expect(found).toEqual(['y0', 'y2', 'y4', 'y6', 'y8'])
  })
})

test('kinds are told apart by the content type', async () => {
  const client = harness().as(await harness().newUser())
  const types = {
    'image/svg+xml': 'image',
    'video/mp4': 'video',
    'audio/mpeg': 'audio',
    'application/pdf': 'pdf',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'document',
    'application/zip': 'archive',
    'application/ld+json': 'text',
    'font/woff2': 'other',
  } as const
  for (const [contentType, kind] of Object.entries(types)) {
    const file = await upload(client, { name: kind, contentType })
    expect(file.kind).toBe(kind)
    expect(await names(client, { kind })).toEqual([kind])
  }
})

test('rows that came without us have no size until they are measured', async () => {
  const user = await harness().newUser()
  await harness().db.$executeRaw`
    INSERT INTO s3_files (object_key, file_url, user_id) VALUES (${`${harness().deps.newId()}-cat.png`}, 'x', ${user.id})`
  const { files } = await harness().as(user).files.list.query({})
  expect(files).toMatchObject([{ name: 'cat.png', size: null, kind: 'other', visibility: 'private' }])
})

describe('a cursor is refused', () => {
  const position = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
  const time = '2026-01-01T00:00:00.000Z'
  const bad = {
    'when it is empty': '',
    'when it is no base64': '%%%',
    'when it is no JSON': Buffer.from('{').toString('base64url'),
    'when it holds something else': position(1, 2, 3),
    'when its id is no number': position('files uploadedAt desc', time, '1;--'),
    'when its id is too large': position('files uploadedAt desc', time, '2147483648'),
    'when its id is far too large': position('files uploadedAt desc', time, '9'.repeat(30)),
    'when its time is none': position('files uploadedAt desc', 'infinity', '1'),
    'when its time is beyond calendars': position(
      'files uploadedAt desc',
      '+275760-09-13T00:00:00.000Z',
      '1',
    ),
    'when its time is before them': position('files uploadedAt desc', '0000-01-01T00:00:00.000Z', '1'),
    'when it holds a NUL': position('files uploadedAt desc', '\0', '1'),
    'of another order': position('files uploadedAt asc', time, '1'),
    'of another column': position('files name desc', 'a', '1'),
    'of the trash': position('trash uploadedAt desc', time, '1'),
  }

  test.each(Object.entries(bad))('%s', async (_, cursor) => {
    const client = harness().as(await harness().newUser())
    expect(await refusal(client.files.list.query({ cursor }))).toMatchObject({
      reason: 'INVALID_CURSOR',
      field: 'cursor',
      status: 400,
    })
  })

  test.each([
    ['a size that is none', 'size', '1e3'],
    ['a size beyond int8', 'size', '9'.repeat(19)],
    ['a NUL in a name', 'name', 'a\0b'],
  ] as const)('with %s', async (_, sort, value) => {
    const client = harness().as(await harness().newUser())
    const cursor = position(`files ${sort} desc`, value, '1')
    expect((await refusal(client.files.list.query({ sort, cursor }))).reason).toBe('INVALID_CURSOR')
  })
})
