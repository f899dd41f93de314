import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { createAuthClient } from '../auth.ts'
import { createUploadQueue } from '../upload-queue.ts'
import { createAccount, endSession } from './session.ts'

const UMA = { id: '1', email: 'uma@example.org', name: 'Uma', role: 'user' }
const OTTO = { id: '2', email: 'otto@example.org', name: 'Otto', role: 'user' }
const FILES = [['files', 'list'], {}]

/** A page on which Uma has loaded her files and is uploading one. */
function umasPage() {
  const queries = new QueryClient()
  const uploads = createUploadQueue({ upload: () => new Promise(() => {}) })
  const account = createAccount(createAuthClient({ url: '/api/auth' }), queries, uploads)
  account.claim(UMA)
  queries.setQueryData(FILES, ['her file'])
  uploads.add([new File(['x'], 'hers.txt')])
  return { queries, uploads, account }
}

test('another user finds nothing of the one before, neither lists nor uploads', () => {
  const { queries, uploads, account } = umasPage()
  account.claim(OTTO)
  expect(queries.getQueryData(FILES)).toBeUndefined()
  expect(uploads.snapshot()).toEqual([])
})

test('the same user, back after the session expired, finds their uploads', () => {
  const { queries, uploads, account } = umasPage()
  endSession(queries)
  expect(queries.getQueryData(FILES)).toBeUndefined()
  expect(queries.getQueryData(['session'])).toBeNull()
  account.claim(null)
  account.claim(UMA)
  expect(uploads.snapshot().map(({ name }) => name)).toEqual(['hers.txt'])
})

test('another user after an expired session finds nothing either', () => {
  const { queries, uploads, account } = umasPage()
  endSession(queries)
  account.claim(OTTO)
  expect(uploads.snapshot()).toEqual([])
})
