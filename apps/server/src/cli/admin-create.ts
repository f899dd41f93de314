import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { ensureUser } from '@holdall/auth'
import { commandArguments, runCommand } from './run.ts'

const { values } = parseArgs({
  args: commandArguments(),
  options: {
    email: { type: 'string' },
    name: { type: 'string' },
    password: { type: 'string' },
    env: { type: 'string' },
  },
})

// Makes an admin, or makes one of a user that exists; their password stays as it is.
await runCommand(
  async ({ auth, db }) => {
    const email = values.email ?? (await ask('E-mail address: '))
    const password = values.password ?? randomBytes(15).toString('base64url')
    const name = values.name ?? email.split('@')[0] ?? email
    const { created } = await ensureUser({ auth, db }, { email, password, name, role: 'admin' })
    const shown = values.password ? '' : ` with the password ${password}`
    process.stdout.write(
      created ? `Made the admin ${email}${shown}\n` : `${email} was there already and is an admin now\n`,
    )
  },
  { envFile: values.env },
)

async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY) throw new Error('Say who: pnpm admin:create -- --email you@example.com')
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return await terminal.question(question)
  } finally {
    terminal.close()
  }
}
