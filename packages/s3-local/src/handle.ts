import { headerValue, type RawRequest } from './auth/request.ts'
import { verifyRequest } from './auth/sigv4.ts'
import { authorize } from './authorize.ts'
import type { Call, Reply, ServerContext } from './call.ts'
import { corsHeaders } from './cors-reply.ts'
import { S3Error } from './errors.ts'
import { applyFault, type FaultHook } from './faults.ts'
import { checkKey, isBucketName } from './names.ts'
import { preflight } from './operations/preflight.ts'
import { OPERATIONS } from './operations/table.ts'
import type { Exchange } from './reply.ts'
import { type Address, addressOf, queryMap, routeOf } from './route.ts'
import type { Bucket } from './store/bucket.ts'
import { findObject } from './store/objects.ts'
import type { Tags } from './store/record.ts'

export type HandleOptions = {
  server: ServerContext
  baseHosts: readonly string[]
  faults: readonly FaultHook[]
}

/**
 * One request from its line to its reply. The order is S3's: the address, then CORS, then who asks, then
 * whether they may, and only then what is there.
 */
export async function handle(raw: RawRequest, exchange: Exchange, options: HandleOptions): Promise<Reply> {
  const { server } = options
  const { now } = exchange
  const query = queryMap(raw.rawQuery)
  const header = (name: string) => headerValue(raw, name) ?? hoisted(query, name)
  const address = addressOf(raw.rawPath, headerValue(raw, 'host'), options.baseHosts)
  exchange.cors = corsHeaders(server.store, address, raw)
  const operation = routeOf(raw.method, address, query, header('x-amz-copy-source') !== undefined)
  if (operation === 'Preflight') return preflight(server.store, address, raw)

  return applyFault(options.faults, { operation, method: raw.method, ...address }, exchange, async () => {
    const verified = verifyRequest(raw, { credentials: server.credentials, now, region: server.region })
    const call: Call = {
      server,
      now,
      requestId: exchange.requestId,
      http: exchange,
      raw,
      query,
      header,
      verified,
    }
    return runOperation(call, address, operation)
  })
}

async function runOperation(
  call: Call,
  address: Address,
  operation: Exclude<ReturnType<typeof routeOf>, 'Preflight'>,
): Promise<Reply> {
  const found = OPERATIONS[operation]
  if (found.level === 'service') {
    if (!call.verified.identity) throw new S3Error('AccessDenied')
    return found.run(call, address.bucket ?? '')
  }
  const bucket = findBucket(call, address.bucket ?? '')
  const key = address.key ?? ''
  if (found.level === 'object') checkKey(key)
  // The operations without an action decide for themselves: by form, by item or by source.
  if (found.action !== null) {
    const onKey = found.level === 'object' ? key : null
    authorize(call, {
      action: found.action,
      bucket,
      key: onKey,
      existingTags: onKey === null ? undefined : await tagsForPolicy(bucket, onKey),
    })
  }
  return found.level === 'bucket' ? found.run({ ...call, bucket }) : found.run({ ...call, bucket, key })
}

function findBucket(call: Call, name: string): Bucket {
  if (!isBucketName(name)) throw new S3Error('InvalidBucketName', { extra: { BucketName: name } })
  return call.server.store.bucket(name)
}

/** Read only for a policy that asks for them: it costs a file. */
async function tagsForPolicy(bucket: Bucket, key: string): Promise<Tags | undefined> {
  if (!bucket.settings.policy?.toLowerCase().includes('s3:existingobjecttag/')) return undefined
  return (await findObject(bucket, key))?.tags
}

/** Presigners move `x-amz-…` headers into the query, where the signature covers them too. */
function hoisted(query: ReadonlyMap<string, string>, name: string): string | undefined {
  if (!name.startsWith('x-amz-')) return undefined
  const exact = query.get(name)
  if (exact !== undefined) return exact
  for (const [given, value] of query) if (given.toLowerCase() === name) return value
  return undefined
}
