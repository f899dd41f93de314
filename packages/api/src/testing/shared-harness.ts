import { afterAll, afterEach, beforeAll } from 'vitest'
import type { Policy } from '../context.ts'
import { createHarness, type Harness } from './harness.ts'
import { expectInvariants } from './invariants.ts'

/**
 * One harness for a file of tests, who keep apart by their users. After each of them the invariants have to
 * hold, and nothing may have failed in a way that only the log shows.
 */
export function sharedHarness(policy: Partial<Policy> = {}): () => Harness {
  let harness: Harness | undefined
  const get = () => {
    if (!harness) throw new Error('the harness exists inside tests only')
    return harness
  }
  beforeAll(async () => {
    harness = await createHarness(policy)
  })
  afterEach(async () => {
    await get().settled()
    await expectInvariants(get())
    const errors = get().logged.filter(({ level }) => level === 'error')
    if (errors.length > 0) throw new Error('errors were logged', { cause: errors })
  })
  afterAll(() => harness?.[Symbol.asyncDispose]())
  return get
}
