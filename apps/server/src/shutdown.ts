import type { Logger } from 'pino'

/**
 * Stops in order on the first SIGTERM or SIGINT; a second one ends the process at once. Each step is
 * tried even when an earlier one failed.
 */
export function onShutdown(steps: readonly (() => Promise<void> | void)[], log: Logger): void {
  let stopping = false
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) process.exit(130)
    stopping = true
    log.info({ signal }, 'stopping')
    let failed = false
    for (const step of steps) {
      try {
        await step()
      } catch (err) {
        failed = true
        log.error({ err }, 'a step of the shutdown failed')
      }
    }
    log.info('stopped')
    process.exit(failed ? 1 : 0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
