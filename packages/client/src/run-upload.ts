import { contentTypeOf } from './content-type.ts'
import { isPassing, reasonOf } from './errors.ts'
import { giveUp } from './give-up.ts'
import { newUploadId } from './new-upload-id.ts'
import type { UploadPlan, UploadRequest } from './presign-files.ts'
import { putObject } from './put-object.ts'
import { abortable, retrying } from './retry.ts'
import type { StoredFile } from './save-uploads.ts'
import { sendParts } from './send-parts.ts'
import { sha256Of } from './sha256.ts'
import { isPassingFault, UploadError } from './upload-error.ts'
import type { UploadJob } from './upload-job.ts'
import { alone } from './upload-lock.ts'
import type { BegunUpload, UploadOptions, UploadSource } from './upload-options.ts'

type PutPlan = Extract<UploadPlan, { plan: 'put' }>

/** How often an upload is planned anew because its URL expired before the bytes were sent. */
const MAX_PLANS = 3
/** How often parts that the bucket turns out to lack are sent again. */
const MAX_ROUNDS = 3

export async function runUpload(
  job: UploadJob & { file: UploadSource },
  options: UploadOptions,
): Promise<StoredFile> {
  const { meter, file } = job
  meter.enter('presigning')
  if (options.resume) {
    if (options.resume.size !== file.size) throw new UploadError('FILE_DIFFERS')
    const stored = await goOn(job, options.resume)
    if (stored) return stored
  }
  const request = await describe(job, options)
  for (let plans = 1; ; plans += 1) {
    const plan = await presign(job, request)
    if (plan.plan === 'stored') return done(job, plan.file)
    options.onBegun?.(begun(plan, file))
    if (plan.plan === 'multipart') return await sendInParts(job, plan)
    try {
      return await sendInOne(job, plan)
    } catch (error) {
      // While an upload of one PUT is paused or its network away, its bytes may have arrived all the same.
      if (job.signal?.aborted || isPassingFault(error) || isPassing(error)) throw error
      await giveUp(job.steps, plan.uploadId)
      if (!isExpired(error) || plans >= MAX_PLANS) throw error
    }
  }
}

/** The file that the upload became, or null when nothing is left of it and the file is to be sent anew. */
async function goOn(job: UploadJob, upload: BegunUpload): Promise<StoredFile | null> {
  const { uploadId, partSize, partCount } = upload
  try {
    if (partSize === null || partCount === null) return await save(job, uploadId)
    return await sendInParts({ ...job, resuming: true }, { uploadId, partSize, partCount })
  } catch (error) {
    if (job.signal?.aborted || !isGone(error)) throw error
    await giveUp(job.steps, uploadId)
    return null
  }
}

async function sendInOne(job: UploadJob, { uploadId, url, headers }: PutPlan): Promise<StoredFile> {
  const { steps, file, place, meter, policy, signal } = job
  const onSent = (bytes: number) => meter.sent(1, bytes)
  async function send() {
    meter.enter('sending')
    await putObject({ url, headers, body: file, signal, onSent })
  }
  await retrying(() => steps.sending(place, send, signal), { policy, passing: isPassingFault, signal })
  return await save(job, uploadId)
}

type Parts = { uploadId: string; partSize: number; partCount: number }

function sendInParts(job: UploadJob, plan: Parts): Promise<StoredFile> {
  return alone(plan.uploadId, () => sendAndSave(job, plan), job.signal)
}

async function sendAndSave(job: UploadJob, plan: Parts): Promise<StoredFile> {
  for (let round = 1; ; round += 1) {
    try {
      await sendParts({ ...job, resuming: job.resuming || round > 1 }, plan)
    } catch (error) {
      // Ended meanwhile, here or elsewhere: whoever saves it gets the file, or hears what became of it.
      if (!isEnded(error)) throw error
    }
    try {
      return await save(job, plan.uploadId)
    } catch (error) {
      if (reasonOf(error) !== 'UPLOAD_INCOMPLETE' || round >= MAX_ROUNDS) throw error
    }
  }
}

async function presign(job: UploadJob, request: UploadRequest): Promise<UploadPlan> {
  const { steps, policy, signal } = job
  const asked = { ...request, uploadId: newUploadId() }
  return await retrying(
    () => {
      const answer = steps.presign(asked)
      return abortable(answer, signal).catch((error: unknown) => {
        if (signal?.aborted) answer.then(({ uploadId }) => giveUp(steps, uploadId)).catch(() => {})
        throw error
      })
    },
    { policy, passing: isPassing, signal },
  )
}

async function save(job: UploadJob, uploadId: string): Promise<StoredFile> {
  const { steps, meter, policy, signal } = job
  meter.enter('saving')
  const file = await retrying(() => abortable(steps.save(uploadId), signal), {
    policy,
    passing: isPassing,
    signal,
  })
  return done(job, file)
}

function done({ meter }: UploadJob, file: StoredFile): StoredFile {
  meter.enter('done')
  return file
}

async function describe(
  { steps, file, place, signal }: UploadJob & { file: UploadSource },
  options: UploadOptions,
): Promise<UploadRequest> {
  const name = options.name ?? file.name ?? 'untitled'
  const sha256 =
    options.sha256 ?? (await steps.hashing(place, () => abortable(sha256Of(file), signal), signal))
  return {
    name,
    size: file.size,
    contentType: options.contentType ?? contentTypeOf(file.type, name),
    ...(sha256 ? { sha256 } : {}),
  }
}

function begun(plan: Exclude<UploadPlan, { plan: 'stored' }>, file: Blob): BegunUpload {
  const { uploadId } = plan
  const inParts = plan.plan === 'multipart'
  return {
    uploadId,
    size: file.size,
    partSize: inParts ? plan.partSize : null,
    partCount: inParts ? plan.partCount : null,
  }
}

function isExpired(error: unknown): boolean {
  return error instanceof UploadError && error.reason === 'URL_EXPIRED'
}

/** Nothing is left to go on with: gave up, expired, or one PUT whose URL died with the page. */
function isGone(error: unknown): boolean {
  const reason = reasonOf(error)
  return reason === 'UPLOAD_NOT_FOUND' || reason === 'UPLOAD_EXPIRED' || reason === 'UPLOAD_NOT_RECEIVED'
}

function isEnded(error: unknown): boolean {
  if (error instanceof UploadError) return error.reason === 'UPLOAD_GONE'
  return reasonOf(error) === 'UPLOAD_NOT_FOUND'
}
