import { expect, test } from 'vitest'
import type { StoredFile } from './save-uploads.ts'
import { UploadError, UploadPaused } from './upload-error.ts'
import type { UploadOptions } from './upload-options.ts'
import { createUploadQueue } from './upload-queue.ts'

type Started = { file: File; options: UploadOptions; finish: () => void; fail: (error: unknown) => void }

/** A queue whose uploads end when the test says so. */
function openQueue(concurrency = 3) {
  const started: Started[] = []
  const saved: string[] = []
  const discarded: string[] = []
  let clock = 0
  const queue = createUploadQueue({
    concurrency,
    now: () => clock,
    discard: (uploadId) => discarded.push(uploadId),
    onSaved: ({ id }) => saved.push(id),
    upload: (file, options) =>
      new Promise((resolve, reject) => {
        started.push({
          file,
          options,
          finish: () => resolve({ id: file.name } as StoredFile),
          fail: reject,
        })
        options.onProgress?.({ phase: 'sending', sentBytes: 0, keptBytes: 0, totalBytes: file.size })
        options.signal?.addEventListener('abort', () => reject(options.signal?.reason))
      }),
  })
  /** The line has taken so many bytes of this file, so many milliseconds later. */
  function send(index: number, sentBytes: number, { after = 0, keptBytes = 0 } = {}) {
    clock += after
    started[index]?.options.onProgress?.({ phase: 'sending', sentBytes, keptBytes, totalBytes: 8 })
  }
  return { queue, started, saved, discarded, send, states: () => queue.snapshot().map(({ state }) => state) }
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

const BEGUN = { uploadId: 'u1', size: 8, partSize: 4, partCount: 2 }

test('a paused upload makes room for others, and goes on from what it began', async () => {
  const { queue, started, send, states } = openQueue(1)
  const [a = ''] = queue.add(files('a', 'b'))
  started[0]?.options.onBegun?.(BEGUN)
  send(0, 6)
  queue.pause(a)
  await settle()
  expect(started[0]?.options.signal?.reason).toBeInstanceOf(UploadPaused)
  expect(states()).toEqual(['paused', 'sending'])
  started[1]?.finish()
  await settle()
  queue.resume(a)
  expect(started[2]?.options.resume).toEqual(BEGUN)
  // One part is in the bucket; what was on its way goes again, and the bar waits for it.
  send(2, 4, { keptBytes: 4 })
  expect(queue.snapshot()[0]).toMatchObject({ state: 'sending', sentBytes: 6, uploadId: 'u1' })
})

test('all can be paused, resumed and cancelled at once; what ended stays as it is', async () => {
  const { queue, started, states } = openQueue(2)
  queue.add(files('a', 'b', 'c'))
  started[0]?.finish()
  await settle()
  queue.pause()
  expect(states()).toEqual(['done', 'paused', 'paused'])
  await settle()
  expect(started).toHaveLength(3)
  queue.resume()
  expect(states()).toEqual(['done', 'sending', 'sending'])
  queue.cancel()
  expect(states()).toEqual(['done', 'cancelled', 'cancelled'])
})

test('cancelling a paused upload gives up what the bucket has; a running one does so itself', async () => {
  const { queue, started, discarded } = openQueue()
  const [a = '', b = ''] = queue.add(files('a', 'b'))
  started[0]?.options.onBegun?.(BEGUN)
  queue.pause(a)
  await settle()
  queue.cancel(a)
  queue.cancel(b)
  expect(discarded).toEqual(['u1'])
  queue.retry(a)
  expect(started[2]?.options.resume).toBeUndefined()
})

test('a failed upload goes on where it was when it is tried again', async () => {
  const { queue, started } = openQueue()
  const [a = ''] = queue.add(files('a'))
  started[0]?.options.onBegun?.(BEGUN)
  started[0]?.fail(new UploadError('NETWORK'))
  await settle()
  queue.retry(a)
  expect(started[1]?.options.resume).toEqual(BEGUN)
})

test('a file chosen for an upload that began elsewhere goes on with that one', () => {
  const { queue, started } = openQueue()
  const [file] = files('a')
  if (file) queue.goOn(BEGUN, file)
  expect(started[0]?.options.resume).toEqual(BEGUN)
  expect(queue.snapshot()[0]).toMatchObject({ uploadId: 'u1' })
})

test('the speed counts what the line carried, not what was in the bucket before', () => {
  const { queue, send } = openQueue()
  queue.add(files('a', 'b'))
  expect(queue.bytesPerSecond()).toBeNull()
  send(0, 4, { keptBytes: 4 })
  send(0, 6, { keptBytes: 4, after: 1000 })
  send(1, 4, { after: 1000 })
  expect(queue.snapshot()[0]?.bytesPerSecond).toBe(2)
  expect(queue.bytesPerSecond()).toBe(3)
})

test('reset pauses: what a person had sent waits for them', () => {
  const { queue, started } = openQueue()
  queue.add(files('a'))
  queue.reset()
  expect(started[0]?.options.signal?.reason).toBeInstanceOf(UploadPaused)
})
