import { ACCOUNT_ID } from './account.ts'
import { authorize, missingObject } from './authorize.ts'
import type { ObjectCall } from './call.ts'
import { checkCopySource } from './conditions.ts'
import { S3Error } from './errors.ts'
import { checkKey, isBucketName } from './names.ts'
import type { Bucket } from './store/bucket.ts'
import { type OpenObject, openObject } from './store/objects.ts'
import { noSuchVersion } from './version-id.ts'

export type CopySource = OpenObject & { bucket: Bucket; key: string }

/** Opens what `x-amz-copy-source` names, if the caller may read it and its conditions hold. */
export async function openCopySource(call: ObjectCall): Promise<CopySource> {
  const { bucket: name, key } = parseCopySource(call.header('x-amz-copy-source') ?? '')
  const bucket = call.server.store.bucket(name)
  const expectedOwner = call.header('x-amz-source-expected-bucket-owner')
  if (expectedOwner !== undefined && expectedOwner !== ACCOUNT_ID) throw new S3Error('AccessDenied')
  authorize(call, { action: 's3:GetObject', bucket, key })
  const opened = await openObject(bucket, key)
  if (!opened) throw missingObject(call, bucket, key)
  try {
    checkCopySource(call, opened.record)
  } catch (error) {
    await opened.close()
    throw error
  }
  return { ...opened, bucket, key }
}

/** `/bucket/key?versionId=id`, URL-encoded; the first slash may be missing. */
function parseCopySource(header: string): { bucket: string; key: string } {
  const [path = '', versionId] = header.replace(/^\//, '').split('?versionId=')
  const text = decodeSource(path, header)
  const slash = text.indexOf('/')
  const bucket = text.slice(0, slash)
  const key = text.slice(slash + 1)
  if (slash < 1 || key === '') {
    throw invalidSource(header, 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey')
  }
  if (!isBucketName(bucket)) throw invalidSource(header, 'Invalid copy source bucket name')
  checkKey(key)
  if (versionId !== undefined && versionId !== 'null') throw noSuchVersion(key, versionId)
  return { bucket, key }
}

function decodeSource(path: string, header: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw invalidSource(header, 'Invalid copy source encoding.')
  }
}

function invalidSource(header: string, message: string): S3Error {
  return new S3Error('InvalidArgument', {
    message,
    extra: { ArgumentName: 'x-amz-copy-source', ArgumentValue: header },
  })
}
