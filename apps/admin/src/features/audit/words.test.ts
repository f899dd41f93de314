import { expect, test } from 'vitest'
import { ACTIONS, isFiltered, parseAuditSearch } from './audit-search.ts'
import { actionLabel, actorLabel, otherOwner, recordedValue, targetLabel, verbOf } from './words.ts'

const ada = { id: 'a', role: 'admin', email: 'ada@example.org' } as const
const bob = { id: 'b', role: 'user', email: 'bob@example.org' } as const

test('an administrator’s trashing is a deletion, an owner’s is not', () => {
  expect(verbOf({ action: 'file.trash', actor: ada })).toBe('deleted')
  expect(verbOf({ action: 'file.trash', actor: bob })).toBe('moved to the trash')
})

test('every action has words of its own', () => {
  expect(new Set(ACTIONS.map((action) => verbOf({ action, actor: bob }))).size).toBe(ACTIONS.length)
  expect(new Set(ACTIONS.map(actionLabel)).size).toBe(ACTIONS.length)
})

test('what the sweep did is nobody’s deed', () => {
  expect(actorLabel({ id: null, role: 'system', email: null })).toBe('Holdall itself')
  expect(actorLabel({ id: 'gone', role: 'user', email: null })).toBe('gone')
  expect(actorLabel(ada)).toBe('ada@example.org')
})

test('a target without a name is called by its id', () => {
  expect(targetLabel({ type: 'upload', id: '1', name: null })).toBe('upload 1')
  expect(targetLabel({ type: 'file', id: '1', name: 'a.txt' })).toBe('a.txt')
})

test('the owner is mentioned only where somebody else acted', () => {
  expect(otherOwner({ actor: ada, owner: { id: 'b', email: 'bob@example.org' } })).toBe('bob@example.org')
  expect(otherOwner({ actor: ada, owner: { id: 'gone', email: null } })).toBe('gone')
  expect(otherOwner({ actor: bob, owner: { id: 'b', email: 'bob@example.org' } })).toBeNull()
  expect(otherOwner({ actor: bob, owner: { id: null, email: null } })).toBeNull()
})

test('recorded values read as JSON, and nothing recorded as nothing', () => {
  expect(recordedValue({ name: 'a' })).toBe('{\n  "name": "a"\n}')
  expect(recordedValue(null)).toBeNull()
  expect(recordedValue(undefined)).toBeNull()
  expect(recordedValue(0)).toBe('0')
})

test('the URL of the log takes known actions and any id', () => {
  expect(parseAuditSearch({ action: 'file.trash', targetId: ' t1 ', ownerId: 'o', actorId: 'a' })).toEqual({
    action: 'file.trash',
    targetId: 't1',
    ownerId: 'o',
    actorId: 'a',
  })
  const nonsense = parseAuditSearch({ action: 'file.explode', targetId: '' })
  expect(isFiltered(nonsense)).toBe(false)
  expect(isFiltered(parseAuditSearch({ actorId: 'a' }))).toBe(true)
})
