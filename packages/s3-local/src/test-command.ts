import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { CREDENTIALS } from './test-server.ts'

export type Command = {
  url: string
  pid: number
  kill(signal: NodeJS.Signals): void
  /** Its exit code, null after a signal. */
  exited: Promise<number | null>
  /** What it wrote to stderr. */
  output(): string
}

/** The `s3-local` command in a process of its own, ready. */
export async function startCommand(dir: string, more: readonly string[] = []): Promise<Command> {
  const bin = fileURLToPath(new URL('../bin/s3-local.mjs', import.meta.url))
  const keys = ['--access-key', CREDENTIALS.accessKeyId, '--secret-key', CREDENTIALS.secretAccessKey]
  const child = spawn(process.execPath, [bin, '--dir', dir, ...keys, ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const url = await readyUrl(child, () => errors)
  return { url, pid: child.pid ?? 0, kill: (signal) => child.kill(signal), exited, output: () => errors }
}

function readyUrl(child: ChildProcess, errors: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const [, url] = /ready on (\S+)\n/.exec(text) ?? []
      if (url !== undefined) resolve(url)
    })
    child.once('exit', (code) => reject(new Error(`s3-local ended with ${code}: ${errors()}`)))
  })
}
