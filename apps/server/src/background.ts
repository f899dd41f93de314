import type { Logger } from 'pino'

/** Work that runs after an answer was given: nobody waits for it but the shutdown. */
export type Background = {
  run(work: () => Promise<void>): void
  /** Resolves when everything under way is done. */
  settled(): Promise<void>
}

export function createBackground(log: Logger): Background {
  const running = new Set<Promise<void>>()
  return {
    run: (work) => {
      const done: Promise<void> = work()
        .catch((err: unknown) => log.error({ err }, 'work after an answer failed; the sweep will repeat it'))
        .finally(() => running.delete(done))
      running.add(done)
    },
    settled: async () => {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
