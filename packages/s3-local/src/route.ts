import { queryPairs } from './auth/request.ts'
import { S3Error } from './errors.ts'
import { decodePath, isBucketName } from './names.ts'
import { isKnownSubresource, type OperationName, ROUTES } from './route-table.ts'

export type Address = { bucket: string | null; key: string | null }

/**
 * Finds the bucket and key in a request: `bucket.<base host>` (virtual-host style) or `/bucket/key` (path
 * style). The key is the path's bytes, decoded once: `..`, `//` and a trailing `/` are part of it.
 */
export function addressOf(rawPath: string, host: string | undefined, baseHosts: readonly string[]): Address {
  const virtual = virtualHostBucket(host, baseHosts)
  if (virtual !== null)
    return { bucket: virtual, key: rawPath.length > 1 ? decodePath(rawPath.slice(1)) : null }
  const [, rawBucket = '', rawKey = ''] = /^\/([^/]*)\/?([\s\S]*)$/.exec(rawPath) ?? []
  if (rawBucket === '') {
    if (rawKey !== '') throw new S3Error('InvalidBucketName', { extra: { BucketName: '' } })
    return { bucket: null, key: null }
  }
  return { bucket: decodePath(rawBucket), key: rawKey === '' ? null : decodePath(rawKey) }
}

function virtualHostBucket(host: string | undefined, baseHosts: readonly string[]): string | null {
  const name = host?.replace(/:\d+$/, '').toLowerCase()
  if (name === undefined) return null
  for (const base of baseHosts) {
    if (name.endsWith(`.${base}`)) {
      const bucket = name.slice(0, -base.length - 1)
      return isBucketName(bucket) ? bucket : null
    }
  }
  return null
}

/** Which operation a method, an address and a query ask for. `isCopy` tells a copy from an upload. */
export function routeOf(
  method: string,
  address: Address,
  query: ReadonlyMap<string, string>,
  isCopy: boolean,
): OperationName {
  if (method === 'OPTIONS') return 'Preflight'
  const level = address.bucket === null ? 'service' : address.key === null ? 'bucket' : 'object'
  const subresources = [...query.keys()].filter(isKnownSubresource)
  if (subresources.length > 1) {
    throw new S3Error('InvalidArgument', {
      message: `Conflicting query string parameters: ${subresources.join(', ')}`,
      extra: { ArgumentName: 'ResourceType', ArgumentValue: subresources[0] ?? '' },
    })
  }
  const subresource = subresources[0] ?? ''
  const methods = ROUTES[level][subresource]
  if (!methods) {
    throw new S3Error('NotImplemented', {
      message: `This server doesn't have the "${subresource}" feature of S3.`,
      extra: { Feature: subresource },
    })
  }
  const operation = methods[method]
  if (!operation) throw methodNotAllowed(method, subresource, Object.keys(methods))
  if (operation === 'PutObject' && query.has('partNumber')) {
    // Taken for an upload, the part would become the whole object.
    throw new S3Error('InvalidArgument', {
      message: 'This operation does not accept a partNumber without an uploadId.',
      extra: { ArgumentName: 'partNumber', ArgumentValue: query.get('partNumber') ?? '' },
    })
  }
  return isCopy ? copyVariant(operation) : operation
}

function copyVariant(operation: OperationName): OperationName {
  if (operation === 'PutObject') return 'CopyObject'
  if (operation === 'UploadPart') return 'UploadPartCopy'
  throw new S3Error('InvalidArgument', {
    message: 'You can only specify a copy source header for copy requests.',
    extra: { ArgumentName: 'x-amz-copy-source' },
  })
}

function methodNotAllowed(method: string, subresource: string, allowed: readonly string[]): S3Error {
  const isWriteOfReadOnly =
    subresource !== '' && (method === 'PUT' || method === 'DELETE') && allowed.includes('GET')
  if (isWriteOfReadOnly) {
    return new S3Error('NotImplemented', {
      message: `This server can't change "${subresource}".`,
      extra: { Feature: subresource },
    })
  }
  return new S3Error('MethodNotAllowed', {
    extra: { Method: method, ResourceType: subresource === '' ? 'OBJECT' : subresource.toUpperCase() },
    headers: { allow: allowed.join(', ') },
  })
}

/** The first value of each name: S3 has no parameter that may repeat. */
export function queryMap(rawQuery: string): ReadonlyMap<string, string> {
  const map = new Map<string, string>()
  for (const [name, value] of queryPairs(rawQuery)) if (!map.has(name)) map.set(name, value)
  return map
}
