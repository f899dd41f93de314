import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Stops processes and removes folders for a parent that died before it could. */
export type Guard = {
  pid: number
  watch(target: { pid: number; signal: NodeJS.Signals; group: boolean }): void
  forget(pid: number): void
  /** A temporary folder to remove when the parent is gone, however it went. */
  removeAtEnd(folder: string): void
  /** Ends the guard; what it still watches is stopped first. Resolves when all of that is done. */
  close(): Promise<void>
}

/**
 * Starts the guard in a session of its own, so that neither Ctrl-C nor the end of the terminal reaches
 * it. It ends when the pipe to this process breaks, by `close` or by this process's death.
 */
export function startGuard(): Guard {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./guard.mjs', import.meta.url))], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  // A guard that dies first must not take the stack with it: EPIPE on the next message.
  child.stdin.on('error', () => {})
  child.unref()
  const tell = (message: object) => void child.stdin.write(`${JSON.stringify(message)}\n`)
  return {
    pid: child.pid ?? 0,
    watch: (target) => tell({ watch: target }),
    forget: (pid) => tell({ forget: pid }),
    removeAtEnd: (folder) => tell({ folder }),
    close: async () => {
      child.ref()
      child.stdin.end()
      await exited
    },
  }
}
