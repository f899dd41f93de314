import { contentDisposition } from './content-disposition.ts'
import { presign } from './presign.ts'
import type { Storage } from './storage.ts'

type PresignGet = {
  key: string
  /** Seconds. */
  expiresIn: number
  /** The name that the download gets. */
  fileName?: string
  /** `attachment` when a name is given without it. Without either the object answers no Content-Disposition. */
  disposition?: 'attachment' | 'inline'
  /** Answered instead of the stored type. */
  contentType?: string
  now?: Date
}

/** A URL that reads one object, and answers with this name, disposition and type. */
export function presignGet(storage: Storage, params: PresignGet): Promise<{ url: string; expiresAt: Date }> {
  const { key, expiresIn, fileName, contentType, now } = params
  const disposition = params.disposition ?? (fileName === undefined ? undefined : 'attachment')
  return presign(storage, {
    method: 'GET',
    key,
    query: {
      'x-id': 'GetObject',
      ...(disposition && { 'response-content-disposition': contentDisposition({ disposition, fileName }) }),
      ...(contentType && { 'response-content-type': contentType }),
    },
    headers: {},
    expiresIn,
    now,
  })
}
