import { expect } from 'vitest'
import { createMultipart, presignPart, type Storage } from '../index.ts'
import { put, sha256 } from './http.ts'
import { newKey } from './stores.ts'

export type Upload = { key: string; multipartId: string }

/** What the clauses about multipart uploads are made of. */
export function multipartSteps(storage: Storage) {
  const start = async (): Promise<Upload> => {
    const key = newKey()
    return { key, ...(await createMultipart(storage, { key, contentType: 'video/mp4' })) }
  }
  const sign = (upload: Upload, partNumber: number, bytes: Buffer) =>
    presignPart(storage, { ...upload, partNumber, size: bytes.length, sha256: sha256(bytes), expiresIn: 60 })
  const sendPart = async (upload: Upload, partNumber: number, bytes: Buffer) => {
    const answer = await put(await sign(upload, partNumber, bytes), bytes)
    expect(answer).toMatchObject({ status: 200 })
    return { partNumber, etag: String(answer.headers.etag), sha256: sha256(bytes) }
  }
  return { start, sign, sendPart }
}
