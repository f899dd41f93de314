import { describe, expect, test } from 'vitest'
import { ownerLabel, stateOf, withFile } from './cached-files.ts'
import type { AdminFile } from './use-files.ts'

function file(id: string, change: Partial<AdminFile> = {}): AdminFile {
  return {
    id,
    name: `${id}.txt`,
    contentType: 'text/plain',
    kind: 'text',
    size: 1,
    sha256: null,
    visibility: 'private',
    url: null,
    uploadedAt: '2026-11-20T12:00:00.000Z',
    trashedAt: null,
    trashedBy: null,
    trashReason: null,
    purgesAt: null,
    objectKey: `private/u/${id}`,
    owner: { id: 'u', email: 'u@example.org', name: 'U' },
    ...change,
  }
}

const pages = {
  pages: [
    { files: [file('a'), file('b')], nextCursor: 'c1' },
    { files: [file('c')], nextCursor: null },
  ],
  pageParams: [null, 'c1'],
}
const deleted = file('c', { trashedAt: '2026-11-21T12:00:00.000Z', trashedBy: 'admin', trashReason: 'spam' })

function ids(data: ReturnType<typeof withFile>): string[] | undefined {
  return data?.pages.flatMap((page) => page.files.map((each) => each.id))
}

describe('a file that changed in a loaded list', () => {
  test('stays in its place with its new state where every state is shown', () => {
    const after = withFile(pages, deleted, 'any')
    expect(ids(after)).toEqual(['a', 'b', 'c'])
    expect(after?.pages[1]?.files[0]?.trashReason).toBe('spam')
  })

  test('leaves a list of the other state, and only it leaves', () => {
    expect(ids(withFile(pages, deleted, 'stored'))).toEqual(['a', 'b'])
    expect(ids(withFile(pages, file('a'), 'trashed'))).toEqual(['b', 'c'])
  })

  test('the pages’ cursors stay, so that loading more goes on', () => {
    const after = withFile(pages, deleted, 'stored')
    expect(after?.pageParams).toEqual([null, 'c1'])
    expect(after?.pages).toHaveLength(2)
  })

  test('a list that is not loaded stays so', () => {
    expect(withFile(undefined, deleted, 'any')).toBeUndefined()
  })
})

test('a file’s state says who put it in the trash', () => {
  expect(stateOf(file('a')).label).toBe('Stored')
  expect(stateOf(deleted).label).toBe('Deleted by admin')
  expect(stateOf({ trashedAt: '2026-11-21T12:00:00.000Z', trashedBy: 'owner' }).label).toBe(
    'In owner’s trash',
  )
})

test('an owner without an account is named by the id', () => {
  expect(ownerLabel({ id: 'legacy-7', email: null, name: null })).toBe('unknown owner legacy-7')
  expect(ownerLabel({ id: 'u', email: 'u@example.org', name: 'U' })).toBe('u@example.org')
})
