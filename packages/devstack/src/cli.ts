import { parseArgs } from 'node:util'
import { type Running, runDev } from './dev/run-dev.ts'
import { runStack } from './dev/run-stack.ts'
import { readSettings } from './dev/settings.ts'
import { StackError } from './errors.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    /** Postgres and S3 alone. */
    'stack-only': { type: 'boolean', default: false },
    /** The server without the two browser apps. */
    'no-apps': { type: 'boolean', default: false },
  },
})

// About a Node version that we support; in production it stays, where somebody decides about versions.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

let stopping = false
const started = begin()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // The guard stops whatever a second, impatient Ctrl-C leaves.
    if (stopping) process.exit(130)
    stopping = true
    void finish(0)
  })
}

try {
  const { failed } = await started
  const sentence = await failed
  if (!stopping) {
    stopping = true
    process.stderr.write(`${sentence} Stopping the rest.\n`)
    await finish(1)
  }
} catch (error) {
  if (!stopping) fail(error)
}

function begin(): Promise<Running> {
  return Promise.resolve().then(() => {
    const settings = readSettings()
    return values['stack-only'] ? runStack(settings) : runDev(settings, { apps: !values['no-apps'] })
  })
}

/** A signal during the start waits for the start, so that nothing is left half open. */
async function finish(code: number): Promise<void> {
  try {
    const { stop } = await started
    await stop()
    process.exit(code)
  } catch (error) {
    fail(error)
  }
}

function fail(error: unknown): never {
  const sentence = error instanceof StackError ? error.message : error instanceof Error ? error.stack : error
  process.stderr.write(`${String(sentence)}\n`)
  process.exit(1)
}
