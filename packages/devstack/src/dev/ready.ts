import { setTimeout as delay } from 'node:timers/promises'
import { StackError } from '../errors.ts'

/**
 * Waits until an address answers with success.
 * @throws StackError after `seconds`, or at once with `failed`'s sentence
 */
export async function waitUntilReady(
  { name, url }: { name: string; url: string },
  { failed, seconds }: { failed: Promise<string>; seconds: number },
): Promise<void> {
  let failure: string | null = null
  void failed.then((sentence) => {
    failure = sentence
  })
  const deadline = Date.now() + seconds * 1000
  while (!(await answers(url))) {
    if (failure !== null) throw new StackError(failure)
    if (Date.now() > deadline) throw new StackError(`The ${name} did not answer within ${seconds} seconds.`)
    await delay(50)
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000), headers: { accept: 'text/html' } })
    await response.arrayBuffer()
    return response.ok
  } catch {
    // Nobody listens yet, which is what we wait for.
    return false
  }
}
