import { expect, test } from 'vitest'
import type { StoredFile } from './save-uploads.ts'
import { UploadError } from './upload-error.ts'
import type { UploadOptions } from './upload-options.ts'
import { createUploadQueue } from './upload-queue.ts'

type Started = { file: File; options: UploadOptions; finish: () => void; fail: (error: unknown) => void }

/** A queue whose uploads end when the test says so. */
function openQueue(concurrency = 3) {
  const started: Started[] = []
  const saved: string[] = []
  const queue = createUploadQueue({
    concurrency,
    onSaved: ({ id }) => saved.push(id),
    upload: (file, options) =>
      new Promise((resolve, reject) => {
        started.push({
          file,
          options,
          finish: () => resolve({ id: file.name } as StoredFile),
          fail: reject,
        })
        options.signal?.addEventListener('abort', () => reject(options.signal?.reason))
      }),
  })
  return { queue, started, saved, states: () => queue.snapshot().map(({ state }) => state) }
}

function files(...names: string[]): File[] {
  return names.map((name) => new File(['12345678'], name))
}

/** Lets promises that are settled already run their continuations. */
async function settle() {
  await new Promise((resolve) => setImmediate(resolve))
}

test('so many files go at once, and the next one starts when one ends', async () => {
  const { queue, started, states } = openQueue(2)
  queue.add(files('a', 'b', 'c'))
  expect(states()).toEqual(['sending', 'sending', 'queued'])
  started[0]?.finish()
  await settle()
  expect(states()).toEqual(['done', 'sending', 'sending'])
})

test('a failure is told in words beside its own file and holds up nobody', async () => {
  const { queue, started, states } = openQueue(1)
  queue.add(files('a', 'b'))
  started[0]?.fail(new UploadError('BUCKET_UNAVAILABLE'))
  await settle()
  expect(states()).toEqual(['failed', 'sending'])
  expect(queue.snapshot()[0]?.error).toEqual({
    reason: 'BUCKET_UNAVAILABLE',
    message: 'The bucket is busy. Try again shortly.',
    retryable: true,
  })
})

test('progress and phases show in the snapshot', () => {
  const { queue, started } = openQueue()
  queue.add(files('a'))
  started[0]?.options.onProgress?.({ phase: 'sending', sentBytes: 4, keptBytes: 0, totalBytes: 8 })
  expect(queue.snapshot()[0]).toMatchObject({ state: 'sending', sentBytes: 4, totalBytes: 8 })
  started[0]?.options.onProgress?.({ phase: 'saving', sentBytes: 8, keptBytes: 0, totalBytes: 8 })
  expect(queue.snapshot()[0]).toMatchObject({ state: 'saving', sentBytes: 8 })
})

test('cancel stops a running upload, skips a waiting one, and makes room for the next', async () => {
  const { queue, started, states } = openQueue(1)
  const [a = '', b = ''] = queue.add(files('a', 'b', 'c'))
  queue.cancel(b)
  queue.cancel(a)
  await settle()
  expect(started[0]?.options.signal?.aborted).toBe(true)
  expect(states()).toEqual(['cancelled', 'cancelled', 'sending'])
  expect(started.map(({ file }) => file.name)).toEqual(['a', 'c'])
})

test('late progress of a cancelled try does not touch the new one', async () => {
  const { queue, started } = openQueue()
  const [a = ''] = queue.add(files('a'))
  queue.cancel(a)
  await settle()
  queue.retry(a)
  started[0]?.options.onProgress?.({ phase: 'sending', sentBytes: 7, keptBytes: 0, totalBytes: 8 })
  expect(queue.snapshot()[0]).toMatchObject({ state: 'sending', sentBytes: 0 })
})

test('retry starts a failed file over, and it can succeed', async () => {
  const { queue, started, saved, states } = openQueue()
  const [a = ''] = queue.add(files('a'))
  started[0]?.fail(new UploadError('NETWORK'))
  await settle()
  queue.retry(a)
  expect(queue.snapshot()[0]).toMatchObject({ state: 'sending', error: null, sentBytes: 0 })
  started[1]?.finish()
  await settle()
  expect(states()).toEqual(['done'])
  expect(saved).toEqual(['a'])
})

test('retry and cancel leave a finished upload as it is', async () => {
  const { queue, started, states } = openQueue()
  const [a = ''] = queue.add(files('a'))
  started[0]?.finish()
  await settle()
  queue.retry(a)
  queue.cancel(a)
  expect(states()).toEqual(['done'])
  expect(started).toHaveLength(1)
})

test('clearing keeps what is still going on', async () => {
  const { queue, started, states } = openQueue()
  queue.add(files('a', 'b'))
  started[0]?.finish()
  await settle()
  queue.clearEnded()
  expect(states()).toEqual(['sending'])
})

test('reset cancels and forgets everything', async () => {
  const { queue, started } = openQueue(1)
  queue.add(files('a', 'b'))
  queue.reset()
  await settle()
  expect(queue.snapshot()).toEqual([])
  expect(started).toHaveLength(1)
  expect(started[0]?.options.signal?.aborted).toBe(true)
})

test('the snapshot is the same until something changes, and listeners hear of it', () => {
  const { queue } = openQueue()
  let heard = 0
  const stop = queue.subscribe(() => {
    heard += 1
  })
  const before = queue.snapshot()
  expect(queue.snapshot()).toBe(before)
  queue.add(files('a'))
  expect(queue.snapshot()).not.toBe(before)
  expect(heard).toBeGreaterThan(0)
  const soFar = heard
  stop()
  queue.add(files('b'))
  expect(heard).toBe(soFar)
})
