import { parseArgs } from 'node:util'
import { sweep } from '@holdall/api/server'
import { commandArguments, runCommand } from './run.ts'

// Sweeps once, for cron: finishes or reaps expired uploads, empties the trash and the bucket's outbox.
const { values } = parseArgs({ args: commandArguments(), options: { env: { type: 'string' } } })

await runCommand(
  async ({ db, storage, policy, now, newId, log }) => {
    const report = await sweep({ db, storage, policy, now, newId, log })
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  },
  { envFile: values.env },
)
