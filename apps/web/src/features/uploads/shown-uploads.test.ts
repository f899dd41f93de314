import type { Upload, UploadState } from '@holdall/client/react'
import { expect, test } from 'vitest'
import { shownUploads } from './shown-uploads.ts'

function uploads(...states: UploadState[]): Upload[] {
  const rest = { uploadId: null, name: 'a', totalBytes: 1, sentBytes: 0, bytesPerSecond: null, error: null }
  return states.map((state, index) => ({ ...rest, id: String(index), state, file: null }))
}

test('a few stay in the order in which they came', () => {
  const few = uploads('done', 'failed', 'sending')
  expect(shownUploads(few)).toEqual({ shown: few, hidden: 0 })
})

test('of thousands, failures and what moves stay in sight', () => {
  const many = uploads(...Array.from({ length: 3000 }, (): UploadState => 'done'), 'sending', 'failed')
  const { shown, hidden } = shownUploads(many)
  expect(shown.slice(0, 2).map(({ state }) => state)).toEqual(['failed', 'sending'])
  expect(shown.length + hidden).toBe(3002)
  expect(shown).toHaveLength(100)
})
