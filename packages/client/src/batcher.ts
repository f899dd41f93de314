/** What became of one item of a batch. */
export type Outcome<O> = { value: O } | { error: unknown }

type BatcherOptions<I, O> = {
  /** Items of one call at most. */
  max: number
  /** Does a whole batch; answers in the order of its items. What it throws, each of them gets. */
  run: (items: I[]) => Promise<Outcome<O>[]>
}

type Waiting<I, O> = { item: I; resolve: (value: O) => void; reject: (error: unknown) => void }

/**
 * Gathers single calls into batches: the first goes at once, and what comes while it is on its way makes the
 * next one. So nobody waits for company, and the slower the server, the larger the batches.
 */
export function createBatcher<I, O>({ max, run }: BatcherOptions<I, O>): (item: I) => Promise<O> {
  const waiting: Waiting<I, O>[] = []
  let busy = false

  async function work() {
    busy = true
    // Callers of the same moment share the first batch already.
    await Promise.resolve()
    while (waiting.length > 0) await runBatch(waiting.splice(0, max))
    busy = false
  }

  async function runBatch(batch: Waiting<I, O>[]) {
    try {
      const outcomes = await run(batch.map(({ item }) => item))
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index]
        if (!outcome) reject(new Error('The server answered fewer items than it was asked'))
        else if ('error' in outcome) reject(outcome.error)
        else resolve(outcome.value)
      }
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!busy) void work()
    })
}
