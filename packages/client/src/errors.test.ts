import { expect, test } from 'vitest'
import { createClient } from './client.ts'
import { canRetryUpload, fieldOf, isPassing, messageOf, reasonOf, requestIdOf } from './errors.ts'
import { type Fault, refusal, startFaultyServer } from './faulty-server.ts'
import { UploadError } from './upload-error.ts'

async function errorFrom(fault: Fault): Promise<unknown> {
  await using server = await startFaultyServer({ save: [fault] })
  return await createClient({ url: server.url })
    .uploads.save.mutate({ uploadId: 'u1' })
    .then(
      () => expect.unreachable('the call succeeded'),
      (error: unknown) => error,
    )
}

test('a refusal tells reason, field, sentence and request id', async () => {
  const error = await errorFrom(refusal(413, 'FILE_TOO_LARGE', 'This file is too large.'))
  expect(reasonOf(error)).toBe('FILE_TOO_LARGE')
  expect(fieldOf(error)).toBe('files.0.size')
  expect(messageOf(error)).toBe('This file is too large.')
  expect(requestIdOf(error)).toBe('req-7')
  expect(canRetryUpload(error)).toBe(false)
})

test('a refusal from before the router, in plain JSON, tells the same', async () => {
  const body = JSON.stringify({ error: { reason: 'RATE_LIMITED', message: 'Wait.', requestId: 'req-8' } })
  const error = await errorFrom({ kind: 'refuse', status: 429, body })
  expect(reasonOf(error)).toBe('RATE_LIMITED')
  expect(messageOf(error)).toBe('Wait.')
  expect(requestIdOf(error)).toBe('req-8')
  expect(isPassing(error)).toBe(true)
})

test.each<[string, Fault]>([
  ['a broken connection', { kind: 'break', stored: false }],
  [
    'a proxy’s own page',
    { kind: 'refuse', status: 502, body: '<html>Bad gateway</html>', contentType: 'text/html' },
  ],
  ['an empty answer', { kind: 'refuse', status: 200, body: '' }],
])('%s is NETWORK, in words for people', async (_, fault) => {
  const error = await errorFrom(fault)
  expect(reasonOf(error)).toBe('NETWORK')
  expect(messageOf(error)).toMatch(/can’t be reached/)
  expect(requestIdOf(error)).toBeNull()
})

test('a quota that is full may be tried again after making room', async () => {
  expect(canRetryUpload(await errorFrom(refusal(413, 'QUOTA_EXCEEDED')))).toBe(true)
})

test('what others throw has no reason', () => {
  expect(reasonOf(new Error('x'))).toBeNull()
  expect(reasonOf(undefined)).toBeNull()
  expect(messageOf(new Error('secret detail'))).not.toContain('secret')
})

test('a bucket that can’t be reached is NETWORK too', () => {
  expect(reasonOf(new UploadError('NETWORK'))).toBe('NETWORK')
  expect(reasonOf(new UploadError('BUCKET_REFUSED'))).toBeNull()
})

test.each([
  ['files.0.size must be a whole number.', 'The size must be a whole number.'],
  ['The size is wrong.', 'The size is wrong.'],
])('%j reads %j to people', async (message, words) => {
  expect(messageOf(await errorFrom(refusal(400, 'INVALID_INPUT', message)))).toBe(words)
})
