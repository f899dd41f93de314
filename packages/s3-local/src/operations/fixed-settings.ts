import { type Reply, xmlReply } from '../call.ts'
import { S3Error } from '../errors.ts'
import { element, s3Document } from '../xml.ts'

/** Settings that can't be changed here read as they do in a new bucket of S3. */
export function fixedSetting(root: string, ...content: Array<[name: string, value: string]>): () => Reply {
  const body = s3Document(root, ...content.map(([name, value]) => element(name, value)))
  return () => xmlReply(body)
}

export function missingSetting(
  code:
    | 'NoSuchWebsiteConfiguration'
    | 'ObjectLockConfigurationNotFoundError'
    | 'ReplicationConfigurationNotFoundError',
): () => Reply {
  return () => {
    throw new S3Error(code)
  }
}
