import { createHash } from 'node:crypto'
import type { RouterOutputs } from '../index.ts'
import type { Client } from './harness.ts'

type Plan = RouterOutputs['uploads']['presign']['uploads'][number]
type Presigned = Extract<Plan, { plan: 'put' }>
type Saved = RouterOutputs['uploads']['save']['file']

export type Sample = {
  name?: string
  bytes?: Uint8Array<ArrayBuffer>
  contentType?: string
  sha256?: string
}

export const BYTES = new TextEncoder().encode('the bytes of a file')

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** What these bytes are planned to be uploaded by. */
export async function plan(client: Client, sample: Sample = {}): Promise<Plan> {
  const { bytes = BYTES, name = 'notes.txt', contentType = 'text/plain', ...rest } = sample
  const { uploads } = await client.uploads.presign.mutate({
    files: [{ name, contentType, size: bytes.length, ...rest }],
  })
  const [upload] = uploads
  if (!upload) throw new Error('nothing was presigned')
  return upload
}

/** One presigned PUT of these bytes. */
export async function presign(client: Client, sample: Sample = {}): Promise<Presigned> {
  const upload = await plan(client, sample)
  if (upload.plan !== 'put') throw new Error(`the plan is ${upload.plan}`)
  return upload
}

/** The HTTP status with which the bucket answers the PUT. */
export async function put(upload: Presigned, bytes: Uint8Array<ArrayBuffer> = BYTES): Promise<number> {
  const response = await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: bytes })
  await response.arrayBuffer()
  return response.status
}

/** A whole upload: presigned, sent and saved. */
export async function upload(client: Client, sample: Sample = {}): Promise<Saved> {
  const presigned = await presign(client, sample)
  const status = await put(presigned, sample.bytes ?? BYTES)
  if (status !== 200) throw new Error(`the bucket answered ${status}`)
  const { file } = await client.uploads.save.mutate({ uploadId: presigned.uploadId })
  return file
}
