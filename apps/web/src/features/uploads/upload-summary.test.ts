import type { Upload } from '@holdall/client/react'
import { expect, test } from 'vitest'
import { announcement, summarize } from './upload-summary.ts'

function upload(id: string, change: Partial<Upload>): Upload {
  return {
    id,
    uploadId: null,
    bytesPerSecond: null,
    name: `${id}.txt`,
    totalBytes: 100,
    sentBytes: 0,
    state: 'queued',
    error: null,
    file: null,
    ...change,
  }
}

const failed = { reason: 'FILE_TOO_LARGE', message: 'This file is too large.', retryable: false } as const

test('while some go on, the summary counts them, and progress goes by bytes', () => {
  const uploads = [
    upload('a', { state: 'done', sentBytes: 100 }),
    upload('b', { state: 'sending', sentBytes: 50 }),
    upload('c', { state: 'cancelled', sentBytes: 10 }),
  ]
  expect(summarize(uploads)).toEqual({
    text: 'Uploading 1 of 2 files',
    share: 0.75,
    left: null,
    active: true,
    paused: false,
  })
  expect(summarize(uploads, 25).left).toBe('2 s left')
})

test('afterwards it says what arrived and what did not', () => {
  const done = upload('a', { state: 'done', sentBytes: 100 })
  expect(summarize([done]).text).toBe('1 file uploaded')
  expect(summarize([done, upload('b', { state: 'failed', error: failed })])).toMatchObject({
    text: '1 file uploaded, 1 failed',
    active: false,
  })
  expect(summarize([upload('a', { state: 'cancelled' })]).text).toBe('Cancelled')
})

test('what is paused is counted apart, and takes no time', () => {
  const paused = upload('a', { state: 'paused', sentBytes: 50 })
  expect(summarize([paused], 10)).toMatchObject({ text: '1 paused', left: null, active: false, paused: true })
  expect(summarize([paused, upload('b', { state: 'sending' })], 10)).toMatchObject({
    text: 'Uploading 1 of 2 files, 1 paused',
    left: '10 s left',
  })
})

test('empty files count as files', () => {
  expect(summarize([upload('a', { totalBytes: 0, state: 'sending' })]).share).toBe(0)
  expect(summarize([upload('a', { totalBytes: 0, state: 'done' })]).share).toBe(1)
})

test('what ended is read out once, failures with their reason', () => {
  const before = [upload('a', { state: 'saving' }), upload('b', { state: 'sending' })]
  const now = [upload('a', { state: 'done' }), upload('b', { state: 'failed', error: failed })]
  expect(announcement(before, now)).toBe('a.txt uploaded. b.txt was not uploaded: This file is too large.')
  expect(announcement(now, now)).toBeNull()
})

test('many that end together are read out as a number', () => {
  const ids = ['a', 'b', 'c']
  const before = ids.map((id) => upload(id, { state: 'saving' }))
  const now = ids.map((id) => upload(id, { state: 'done' }))
  expect(announcement(before, now)).toBe('3 files uploaded.')
})

test('progress and cancelling are not read out', () => {
  expect(
    announcement([upload('a', { state: 'sending' })], [upload('a', { state: 'sending', sentBytes: 9 })]),
  ).toBeNull()
  expect(announcement([upload('a', { state: 'sending' })], [upload('a', { state: 'cancelled' })])).toBeNull()
})
