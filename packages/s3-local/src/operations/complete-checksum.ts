import type { ObjectCall } from '../call.ts'
import { declaredChecksum } from '../checksums/headers.ts'
import { S3Error } from '../errors.ts'
import type { StoredChecksum } from '../store/record.ts'
import type { Upload } from '../store/upload.ts'

/** The checksum of the whole object, where the completion names one, must be the one that its parts give. */
export function checkObjectChecksum(call: ObjectCall, upload: Upload, actual: StoredChecksum): void {
  const type = call.header('x-amz-checksum-type')?.toUpperCase()
  if (type !== undefined && type !== upload.checksum.type) {
    throw new S3Error('InvalidRequest', {
      message: `The upload was created using the ${upload.checksum.type} checksum mode. The complete request must use the same checksum mode.`,
    })
  }
  const declared = declaredChecksum((name) => withoutCount(call.header(name)))
  if (!declared) return
  const matches = actual.algorithm === declared.algorithm && withoutCount(actual.value) === declared.base64
  if (matches) return
  throw new S3Error('BadDigest', {
    message: `The ${declared.algorithm.toLowerCase()} you specified did not match the calculated checksum.`,
  })
}

/** A composite checksum ends in the number of its parts. */
function withoutCount(value: string | undefined): string | undefined {
  return value?.replace(/-\d+$/, '')
}
