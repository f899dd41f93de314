// Runs beside the stack and outlives it: when the stack dies without stopping what it started (kill -9,
// a crash), the pipe to it breaks, and the guard stops those processes and removes temporary folders.
// Plain JavaScript, so that it starts at once and costs little.
import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'

/** @type {Map<number, { signal: NodeJS.Signals, group: boolean }>} */
const watched = new Map()
/** @type {Set<string>} */
const folders = new Set()

// A Ctrl-C in the terminal is for the stack, which then tells us that it is done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  const message = JSON.parse(line)
  if (message.watch) watched.set(message.watch.pid, message.watch)
  if (message.forget) watched.delete(message.forget)
  if (message.folder) folders.add(message.folder)
})
lines.once('close', () => void reap())

async function reap() {
  await Promise.all([...watched].map(([pid, how]) => stop(how.group ? -pid : pid, how.signal)))
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  process.exit(0)
}

/** Asks first; insists after ten seconds. */
async function stop(target, signal) {
  if (!send(target, signal)) return
  for (let waited = 0; waited < 10_000; waited += 50) {
    await delay(50)
    if (!send(target, 0)) return
  }
  send(target, 'SIGKILL')
}

function send(target, signal) {
  try {
    return process.kill(target, signal)
  } catch {
    return false
  }
}
