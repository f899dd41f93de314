import { expect, test } from 'vitest'
import { once } from './once.ts'

test('work that succeeded is done once, work that failed again', async () => {
  let calls = 0
  const work = once(async () => {
    calls += 1
    if (calls === 1) throw new Error('offline')
    return calls
  })
  await expect(work()).rejects.toThrow('offline')
  expect(await Promise.all([work(), work()])).toEqual([2, 2])
})
