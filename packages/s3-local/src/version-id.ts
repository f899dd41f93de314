import type { Call } from './call.ts'
import { S3Error } from './errors.ts'

/** Buckets here have no versions: every object is version `null`, as in an unversioned bucket of S3. */
export function checkVersionId(call: Call, key: string): void {
  const id = call.query.get('versionId')
  if (id === undefined || id === 'null') return
  throw noSuchVersion(key, id)
}

/** What writes an object makes a version, and so can't name one. */
export function refuseVersionId(call: Call): void {
  const id = call.query.get('versionId')
  if (id === undefined) return
  throw new S3Error('InvalidArgument', {
    message: 'This operation does not accept a version-id.',
    extra: { ArgumentName: 'versionId', ArgumentValue: id },
  })
}

export function noSuchVersion(key: string, versionId: string): S3Error {
  if (versionId === '') {
    return new S3Error('InvalidArgument', {
      message: 'Version id cannot be the empty string',
      extra: { ArgumentName: 'versionId', ArgumentValue: '' },
    })
  }
  return new S3Error('NoSuchVersion', { extra: { Key: key, VersionId: versionId } })
}
