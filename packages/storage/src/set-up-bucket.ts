import { isUnsupported } from './errors.ts'
import { createBucket } from './set-up/create-bucket.ts'
import { setCors } from './set-up/set-cors.ts'
import { setEncryption } from './set-up/set-encryption.ts'
import { setLifecycle } from './set-up/set-lifecycle.ts'
import { setPublicAccess } from './set-up/set-public-access.ts'
import { setPublicPolicy } from './set-up/set-public-policy.ts'
import type { Storage } from './storage.ts'

export type BucketSetting = 'public-access-block' | 'public-policy' | 'cors' | 'lifecycle' | 'encryption'

/**
 * Makes the bucket fit for Holdall, creating it if need be; a repetition changes nothing. Rules that an operator
 * has added (other CORS rules, policy statements, lifecycle rules, encryption with a key of their own) stay.
 *
 * @param origins the origins of the browser apps, `https://host[:port]`, without a path
 * @returns `skipped`: what this server doesn't support. A setting counts only once it has been read back:
 * servers are known to take what they don't know for a CreateBucket, and to answer 200.
 */
export async function setUpBucket(
  storage: Storage,
  { origins }: { origins: string[] },
): Promise<{ skipped: BucketSetting[] }> {
  for (const origin of origins) assertOrigin(origin)
  if (origins.length === 0) throw new RangeError('origins must name at least one origin.')
  await createBucket(storage)
  // The policy comes after the block: while a block covers policies, S3 refuses one that is public.
  const settings: [BucketSetting, () => Promise<boolean>][] = [
    ['public-access-block', () => setPublicAccess(storage)],
    ['public-policy', () => setPublicPolicy(storage)],
    ['cors', () => setCors(storage, origins)],
    ['lifecycle', () => setLifecycle(storage)],
    ['encryption', () => setEncryption(storage)],
  ]
  const skipped: BucketSetting[] = []
  for (const [name, apply] of settings) {
    if (!(await isApplied(apply))) skipped.push(name)
  }
  return { skipped }
}

async function isApplied(apply: () => Promise<boolean>): Promise<boolean> {
  try {
    return await apply()
  } catch (error) {
    if (isUnsupported(error)) return false
    throw error
  }
}

/** `*` or a pattern would let any site's script use a URL that it got hold of; a path would match nothing. */
function assertOrigin(origin: string): void {
  if (!origin.includes('*') && URL.canParse(origin) && new URL(origin).origin === origin) return
  throw new RangeError(`"${origin}" is no origin: it must look like https://files.example.com`)
}
