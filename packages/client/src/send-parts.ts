import type { RouterOutputs } from '@holdall/api'
import { createBatcher } from './batcher.ts'
import { isPassing } from './errors.ts'
import { putObject } from './put-object.ts'
import { abortable, retrying } from './retry.ts'
import { digestOf } from './sha256.ts'
import { isPassingFault, UploadError } from './upload-error.ts'
import type { UploadJob } from './upload-job.ts'

export type PartPlan = {
  uploadId: string
  /** Bytes of every part but the last. */
  partSize: number
  partCount: number
}

type SignedPart = RouterOutputs['uploads']['signParts']['parts'][number]
type Received = Map<number, { size: number; sha256: string | null }>

/** Each renewal follows a try that took the whole life of a URL, or a clock that is off for good. */
const MAX_RENEWALS = 5
/** Received parts whose hashes are compared before anything else is sent. */
const SAMPLES = 4

/**
 * Sends the parts that the bucket lacks, several at once, each hashed and signed just before. Parts that it
 * has are compared by hash, a few first and the others last, so that no file is made of two.
 * @throws UploadError FILE_DIFFERS when the bucket has parts of another file
 */
export async function sendParts(job: UploadJob, plan: PartPlan): Promise<void> {
  const received = job.resuming ? await receivedParts(job, plan) : new Map()
  // Joined already: the bucket tells no part from another any more, and there is nothing to send.
  if (received.size === plan.partCount && [...received.values()].every(({ sha256 }) => !sha256)) return
  const kept = [...received].filter(([, { sha256 }]) => sha256 !== null)
  for (const [partNumber, { size }] of kept) job.meter.kept(partNumber, size)
  job.meter.enter('sending')
  const known = new Map(kept)
  const samples = pickSamples([...known.keys()])
  const missing = numbers(plan.partCount).filter((partNumber) => !known.has(partNumber))
  const others = [...known.keys()].filter((partNumber) => !samples.includes(partNumber))
  const sender = createSender(job, plan, known)
  await inParallel(job, samples, sender)
  await inParallel(job, [...missing, ...others], sender)
}

async function receivedParts(job: UploadJob, { uploadId, partSize }: PartPlan): Promise<Received> {
  const { steps, policy, signal, file } = job
  const { parts } = await retrying(
    () => abortable(steps.client.uploads.parts.query({ uploadId }, { signal }), signal),
    { policy, passing: isPassing, signal },
  )
  const whole = parts.filter(({ partNumber, size }) => size === slice(file, partSize, partNumber).size)
  return new Map(whole.map(({ partNumber, size, sha256 }) => [partNumber, { size, sha256 }]))
}

type Sender = (partNumber: number, signal: AbortSignal) => Promise<void>

function createSender(job: UploadJob, { uploadId, partSize }: PartPlan, known: Received): Sender {
  const { steps, file, meter, policy, place } = job
  const sign = createBatcher<{ partNumber: number; sha256: string }, SignedPart>({
    max: 100,
    async run(parts) {
      const answer = await steps.client.uploads.signParts.mutate({ uploadId, parts })
      return answer.parts.map((value) => ({ value }))
    },
  })

  return async (partNumber, signal) => {
    const body = slice(file, partSize, partNumber)
    const sha256 = await steps.hashing(place, () => digestOf(body), signal)
    const there = known.get(partNumber)
    if (there) {
      if (there.sha256 !== sha256) throw new UploadError('FILE_DIFFERS')
      return
    }
    let renewals = 0
    let signed: SignedPart | null = null
    async function send() {
      signed ??= await abortable(sign({ partNumber, sha256 }), signal)
      const { url, headers } = signed
      const onSent = (bytes: number) => meter.sent(partNumber, bytes)
      await steps.sending(place, () => putObject({ url, headers, body, signal, onSent }), signal)
      meter.sent(partNumber, body.size)
    }
    function passing(error: unknown): boolean {
      if (!(error instanceof UploadError && error.reason === 'URL_EXPIRED')) {
        return isPassingFault(error) || isPassing(error)
      }
      signed = null
      renewals += 1
      return renewals <= MAX_RENEWALS
    }
    await retrying(send, { policy, passing, signal })
  }
}

/** The first fault stops the others, and is thrown. */
async function inParallel(job: UploadJob, partNumbers: number[], send: Sender): Promise<void> {
  const { steps, signal } = job
  const own = new AbortController()
  const stop = () => own.abort(signal?.reason)
  signal?.throwIfAborted()
  signal?.addEventListener('abort', stop, { once: true })
  const left = partNumbers.values()
  async function work() {
    for (const partNumber of left) await send(partNumber, own.signal)
  }
  try {
    await Promise.all(Array.from({ length: steps.partsAtOnce }, work))
  } catch (error) {
    own.abort(error)
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

function slice(file: Blob, partSize: number, partNumber: number): Blob {
  return file.slice((partNumber - 1) * partSize, partNumber * partSize)
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}

/** Evenly spread, the first and the last among them. */
function pickSamples(partNumbers: number[]): number[] {
  const last = partNumbers.length - 1
  const picked = numbers(SAMPLES).map((n) => partNumbers[Math.round((last * (n - 1)) / (SAMPLES - 1))])
  return [...new Set(picked)].filter((partNumber) => partNumber !== undefined)
}
