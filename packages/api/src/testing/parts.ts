import { randomBytes } from 'node:crypto'
import type { RouterOutputs } from '../index.ts'
import type { Client } from './harness.ts'
import { plan, type Sample, sha256 } from './transfer.ts'

const MiB = 1024 ** 2

type Multipart = Extract<RouterOutputs['uploads']['presign']['uploads'][number], { plan: 'multipart' }>
type SignedPart = RouterOutputs['uploads']['signParts']['parts'][number]

/** An upload in parts that has begun, with the bytes that it is about. */
export type InParts = Multipart & { bytes: Uint8Array<ArrayBuffer> }

/** 18 MiB by default: two parts of 8 MiB and one of 2. */
export async function planParts(client: Client, sample: Sample & { size?: number } = {}): Promise<InParts> {
  const { size = 18 * MiB, bytes = Uint8Array.from(randomBytes(size)), ...rest } = sample
  const upload = await plan(client, { bytes, name: 'film.mp4', contentType: 'video/mp4', ...rest })
  if (upload.plan !== 'multipart') throw new Error(`the plan is ${upload.plan}`)
  return { ...upload, bytes }
}

export function partOf({ bytes, partSize }: InParts, partNumber: number): Uint8Array<ArrayBuffer> {
  return bytes.slice((partNumber - 1) * partSize, partNumber * partSize)
}

export async function signPart(client: Client, upload: InParts, partNumber: number): Promise<SignedPart> {
  const part = { partNumber, sha256: sha256(partOf(upload, partNumber)) }
  const { parts } = await client.uploads.signParts.mutate({ uploadId: upload.uploadId, parts: [part] })
  const [signed] = parts
  if (!signed) throw new Error('nothing was signed')
  return signed
}

/** The HTTP status with which the bucket answers. */
export async function putPart(
  signed: Pick<SignedPart, 'url' | 'headers'>,
  body: Uint8Array<ArrayBuffer>,
): Promise<number> {
  const response = await fetch(signed.url, { method: 'PUT', headers: signed.headers, body })
  await response.arrayBuffer()
  return response.status
}

/** Signs and sends these parts; all of them by default. */
export async function sendParts(client: Client, upload: InParts, numbers?: number[]): Promise<void> {
  const every = Array.from({ length: upload.partCount }, (_, index) => index + 1)
  for (const partNumber of numbers ?? every) {
    const status = await putPart(await signPart(client, upload, partNumber), partOf(upload, partNumber))
    if (status !== 200) throw new Error(`the bucket answered ${status}`)
  }
}
