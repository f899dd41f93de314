import { type Db, Prisma } from '@holdall/db'
import { EMAIL_MAX, nameProblem } from './account-rules.ts'
import { type Auth, PASSWORD_LENGTH } from './create-auth.ts'
import type { Role } from './session-user.ts'

type Deps = { auth: Pick<Auth, 'betterAuth'>; db: Db }

export type NewUser = { email: string; password: string; name: string; role: Role }

/**
 * Makes the user unless there is one with that address, whether or not sign-up is open. Of an existing one
 * it changes nothing but the role, and that only from user to admin: the password may have been changed
 * since. Several processes may call it at once.
 * @throws when address, password or name can't be used; the message says why.
 */
export async function ensureUser({ auth, db }: Deps, user: NewUser): Promise<{ created: boolean }> {
  const email = user.email.trim().toLowerCase()
  const name = user.name.trim()
  check({ ...user, email, name })
  if (await promoteExisting(db, email, user.role)) return { created: false }

  const context = await auth.betterAuth.$context
  const id = context.generateId({ model: 'user' })
  const accountId = context.generateId({ model: 'account' })
  if (!id || !accountId) throw new Error('better-auth is set up to leave ids to the database')
  const password = await context.password.hash(user.password)
  try {
    await db.user.create({
      data: {
        id,
        email,
        name,
        role: user.role,
        accounts: { create: { id: accountId, accountId: id, providerId: 'credential', password } },
      },
      select: { id: true },
    })
    return { created: true }
  } catch (error) {
    const taken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
    // Somebody else made it in between.
    if (taken && (await promoteExisting(db, email, user.role))) return { created: false }
    throw error
  }
}

/** Whether there is a user with that address. */
async function promoteExisting(db: Db, email: string, role: Role): Promise<boolean> {
  const existing = await db.user.findUnique({ where: { email }, select: { role: true } })
  if (existing && role === 'admin' && existing.role !== 'admin') {
    await db.user.update({ where: { email }, data: { role: 'admin' } })
  }
  return existing !== null
}

function check({ email, password, name }: NewUser): void {
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > EMAIL_MAX) {
    throw new Error(`"${email}" is not an e-mail address.`)
  }
  const { min, max } = PASSWORD_LENGTH
  if (password.length < min || password.length > max) {
    throw new Error(`The password must have ${min} to ${max} characters.`)
  }
  const problem = nameProblem(name)
  if (problem) throw new Error(problem)
}
