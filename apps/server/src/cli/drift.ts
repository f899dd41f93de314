import { parseArgs } from 'node:util'
import { checkDrift } from '@holdall/api/server'
import { commandArguments, runCommand } from './run.ts'

// Compares the whole bucket with the database, a line for each difference; changes something only with --act.
const { values } = parseArgs({
  args: commandArguments(),
  options: { act: { type: 'boolean', default: false }, env: { type: 'string' } },
})

await runCommand(
  async ({ db, storage, now, newId }) => {
    const report = await checkDrift(
      { db, storage, now, newId },
      {
        act: values.act,
        onFinding: (finding) => process.stdout.write(`${JSON.stringify(finding)}\n`),
      },
    )
    process.stdout.write(`${JSON.stringify(report)}\n`)
  },
  { envFile: values.env },
)
