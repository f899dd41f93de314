import { closeDb } from '@holdall/db'
import { destroyStorage } from '@holdall/storage'
import { EnvError, loadEnvFile, readEnv } from '../env.ts'
import { createLog } from '../log.ts'
import { createServices, type Services } from '../services.ts'

/** The arguments after the command; pnpm passes its own `--` on. */
export function commandArguments(): string[] {
  const given = process.argv.slice(2)
  return given[0] === '--' ? given.slice(1) : given
}

/** Runs one command on the server's services and ends the process: 1 with a sentence when it fails. */
export async function runCommand(
  command: (services: Services) => Promise<void>,
  { envFile }: { envFile?: string | undefined } = {},
): Promise<never> {
  let code = 0
  try {
    loadEnvFile(envFile)
    const services = createServices(readEnv(), createLog('warn'))
    try {
      await command(services)
    } finally {
      await closeDb(services.db)
      destroyStorage(services.storage)
    }
  } catch (error) {
    code = 1
    const expected = error instanceof EnvError || error instanceof Error
    process.stderr.write(`${expected ? error.message : String(error)}\n`)
  }
  process.exit(code)
}
