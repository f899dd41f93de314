import type { ObjectCall, Reply } from '../call.ts'
import { abortUpload, findUpload } from '../store/uploads.ts'

export async function abortMultipartUpload(call: ObjectCall): Promise<Reply> {
  const upload = findUpload(call.bucket, call.key, call.query.get('uploadId') ?? '')
  await abortUpload(call.server.store.disk, call.bucket, upload)
  return { status: 204 }
}
