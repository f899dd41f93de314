import { expect, test } from 'vitest'
import { createBatcher, type Outcome } from './batcher.ts'

/** A batcher whose calls are answered by the test. */
function openBatcher(max = 100) {
  const calls: {
    items: number[]
    answer: (outcomes: Outcome<string>[]) => void
    fail: (e: Error) => void
  }[] = []
  const add = createBatcher<number, string>({
    max,
    run: (items) => new Promise((answer, fail) => calls.push({ items, answer, fail })),
  })
  return { calls, add }
}

async function settle() {
  await new Promise((resolve) => setImmediate(resolve))
}

test('calls of one moment share a batch, and what comes meanwhile makes the next', async () => {
  const { calls, add } = openBatcher(3)
  const first = [add(1), add(2)]
  await settle()
  const second = [add(3), add(4), add(5), add(6)]
  expect(calls.map(({ items }) => items)).toEqual([[1, 2]])
  calls[0]?.answer([{ value: 'one' }, { value: 'two' }])
  expect(await Promise.all(first)).toEqual(['one', 'two'])
  await settle()
  calls[1]?.answer([{ value: '3' }, { value: '4' }, { value: '5' }])
  await settle()
  calls[2]?.answer([{ value: '6' }])
  expect(await Promise.all(second)).toEqual(['3', '4', '5', '6'])
  expect(calls.map(({ items }) => items)).toEqual([[1, 2], [3, 4, 5], [6]])
})

test('each gets its own error, and a call that fails fails all of it but nothing after it', async () => {
  const { calls, add } = openBatcher()
  const [good, bad] = [add(1), add(2)]
  await settle()
  calls[0]?.answer([{ value: 'one' }, { error: new Error('two is refused') }])
  await expect(good).resolves.toBe('one')
  await expect(bad).rejects.toThrow('two is refused')

  const lost = [add(3), add(4)]
  await settle()
  calls[1]?.fail(new Error('offline'))
  expect((await Promise.allSettled(lost)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  const later = add(5)
  await settle()
  calls[2]?.answer([{ value: 'five' }])
  await expect(later).resolves.toBe('five')
})
