import { randomUUID } from 'node:crypto'
import { inject, type TestContext, test } from 'vitest'
import { createStorage, type Storage, type StorageConfig } from '../index.ts'

export type Store = {
  name: 's3-local' | 'ceph'
  endpoint: string
  /** The known gaps that this run has met. */
  gaps: Set<string>
  /** A storage on this run's bucket, unless asked for another. */
  open: (overrides?: Partial<StorageConfig>) => Storage
}

type Credentials = { accessKeyId: string; secretAccessKey: string }

/** s3-local always; Ceph's RADOS Gateway where scripts/ceph.sh has started one, which the environment then says. */
export function stores(env: Record<string, string | undefined>): Store[] {
  const local = inject('s3')
  const found = [store('s3-local', local.endpoint, local)]
  const { HOLDALL_CEPH_ENDPOINT: endpoint } = env
  if (endpoint) {
    const { HOLDALL_CEPH_ACCESS_KEY: accessKeyId = '', HOLDALL_CEPH_SECRET_KEY: secretAccessKey = '' } = env
    found.push(store('ceph', endpoint, { accessKeyId, secretAccessKey }))
  }
  return found
}

function store(name: Store['name'], endpoint: string, { accessKeyId, secretAccessKey }: Credentials): Store {
  const bucket = `contract-${randomUUID()}`
  const open: Store['open'] = (overrides) =>
    createStorage({
      bucket,
      region: 'us-east-1',
      endpoint,
      credentials: { accessKeyId, secretAccessKey },
      ...overrides,
    })
  return { name, endpoint, gaps: new Set(), open }
}

type Gap = {
  /** What this store does instead of what S3 does. */
  says: string
  /** Fails unless the store does exactly that. */
  actual: () => Promise<void>
}

/**
 * One clause of the contract. A store may have a known gap in it: then the clause is still tried, and where it
 * fails, the gap must be as described, and is reported as skipped, with its description. A store that has closed
 * its gap passes.
 */
export function clause(
  store: Store,
  sentence: string,
  { holds, gaps = {} }: { holds: () => Promise<void>; gaps?: Partial<Record<Store['name'], Gap>> },
): void {
  const gap = gaps[store.name]
  if (gap === undefined) {
    test(sentence, holds)
    return
  }
  test(`${sentence} (known gap of ${store.name}: ${gap.says})`, async (context: TestContext) => {
    try {
      await holds()
    } catch (failure) {
      try {
        await gap.actual()
      } catch (cause) {
        throw new AggregateError([failure, cause], 'Neither the contract holds nor the gap is as described.')
      }
      store.gaps.add(gap.says)
      context.skip(`${store.name}: ${gap.says}`)
    }
  })
}

export function newKey(): string {
  return `private/contract/${randomUUID()}`
}
