import type { Logger } from 'pino'

export type SweepTimer = { stop(): Promise<void> }

/**
 * Sweeps every so many seconds, never twice at once: the pause begins when a sweep ends. A failing sweep
 * is logged and tried again at the next turn. The timer alone keeps no process alive.
 */
export function startSweepTimer(
  sweep: () => Promise<object>,
  { seconds, log }: { seconds: number; log: Logger },
): SweepTimer {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let current: Promise<void> = Promise.resolve()
  const wait = () => {
    timer = setTimeout(() => {
      current = run().finally(() => {
        if (!stopped) wait()
      })
    }, seconds * 1000)
    timer.unref()
  }
  const run = async () => {
    try {
      const report = await sweep()
      const didSomething = Object.values(report).some((count) => typeof count === 'number' && count > 0)
      log[didSomething ? 'info' : 'debug'](report, 'swept')
    } catch (err) {
      log.error({ err }, 'the sweep failed; it runs again at its next turn')
    }
  }
  wait()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await current
    },
  }
}
