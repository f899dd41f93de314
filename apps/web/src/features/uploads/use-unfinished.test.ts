import type { Upload } from '@holdall/client/react'
import { expect, test } from 'vitest'
import { type Unfinished, unfinishedOf } from './use-unfinished.ts'

function pending(uploadId: string, plan: Unfinished['plan'] = 'multipart'): Unfinished {
  const rest = { name: 'a', size: 1, contentType: 'text/plain', sha256: null, visibility: 'private' } as const
  return { ...rest, uploadId, plan, partSize: 1, partCount: 1, createdAt: '', expiresAt: '' }
}

function upload(uploadId: string | null, error: Upload['error'] = null): Upload {
  const rest = { id: '1', name: 'a', totalBytes: 1, sentBytes: 0, bytesPerSecond: null, file: null }
  return { ...rest, uploadId, error, state: error ? 'failed' : 'sending' }
}

test('what the page is working on is not unfinished, and one PUT cannot go on', () => {
  const found = unfinishedOf([pending('a'), pending('b'), pending('c', 'put')], [upload('a'), upload(null)])
  expect(found.map(({ uploadId }) => uploadId)).toEqual(['b'])
})

test('an upload for which another file was chosen can still go on with the right one', () => {
  const error = { reason: 'FILE_DIFFERS', message: 'No.', retryable: false } as const
  expect(unfinishedOf([pending('a')], [upload('a', error)])).toHaveLength(1)
})
