import { ensureUser } from '@holdall/auth'
import { z } from 'zod'
import type { Env } from './env.ts'
import type { Services } from './services.ts'

const DemoUsers = z.array(
  z.object({ email: z.email(), password: z.string(), name: z.string(), role: z.enum(['user', 'admin']) }),
)

/** Makes the admin of ADMIN_EMAIL, and the demo users where the development stack asks for some. */
export async function createFirstUsers(env: Env, { auth, db, log }: Services): Promise<void> {
  const users = env.DEMO_USERS ? DemoUsers.parse(JSON.parse(env.DEMO_USERS)) : []
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = env
  if (email && password) users.push({ email, password, name: email.split('@')[0] ?? email, role: 'admin' })
  for (const user of users) {
    const { created } = await ensureUser({ auth, db }, user)
    if (created) log.info({ email: user.email, role: user.role }, 'made a user')
  }
}
