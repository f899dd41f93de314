import { expect, test } from 'vitest'
import { createLimiter } from './limiter.ts'

/** Work that ends when the test says so. */
function openWork() {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const work = (name: string) => () =>
    new Promise<void>((resolve) => {
      begun.push(name)
      ends.set(name, resolve)
    })
  return { begun, work, end: (name: string) => ends.get(name)?.() }
}

async function settle() {
  await new Promise((resolve) => setImmediate(resolve))
}

test('so much goes on at once, and what came first by priority goes next', async () => {
  const limit = createLimiter(1)
  const { begun, work, end } = openWork()
  const all = [limit(1, work('a')), limit(2, work('late')), limit(1, work('b')), limit(1, work('c'))]
  for (const name of ['a', 'b', 'c', 'late']) {
    await settle()
    expect(begun.at(-1)).toBe(name)
    end(name)
  }
  await Promise.all(all)
})

test('what is stopped while it waits is never begun, and its place is given on', async () => {
  const limit = createLimiter(1)
  const { begun, work, end } = openWork()
  const controller = new AbortController()
  const first = limit(1, work('a'))
  const stopped = limit(1, work('b'), controller.signal)
  const last = limit(1, work('c'))
  controller.abort(new Error('changed my mind'))
  await expect(stopped).rejects.toThrow('changed my mind')
  end('a')
  await first
  await settle()
  end('c')
  await last
  expect(begun).toEqual(['a', 'c'])
})

test('work that fails makes room as well', async () => {
  const limit = createLimiter(1)
  await expect(limit(1, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(limit(1, async () => 'next')).resolves.toBe('next')
})
