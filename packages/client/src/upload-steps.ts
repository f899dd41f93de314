import { createBatcher } from './batcher.ts'
import type { HoldallClient } from './client.ts'
import { createLimiter, type Limiter } from './limiter.ts'
import { presignFiles, type UploadPlan, type UploadRequest } from './presign-files.ts'
import { type StoredFile, saveUploads } from './save-uploads.ts'

/** What all uploads of one client share, so that many files make few calls and fill the line only once. */
export type UploadSteps = {
  client: HoldallClient
  presign: (request: UploadRequest) => Promise<UploadPlan>
  save: (uploadId: string) => Promise<StoredFile>
  /** Bounds the requests that carry bytes. */
  sending: Limiter
  /** Bounds what is read into memory to be hashed. */
  hashing: Limiter
  /** Parts of one upload that are hashed, signed or sent at once. */
  partsAtOnce: number
  /** The place of the next upload: earlier ones go first wherever they meet. */
  nextPlace: () => number
}

/** What the server takes in one call. */
const MAX_BATCH = 100
/** WebCrypto outruns any line; two keep one busy while the other reads. */
const HASHES_AT_ONCE = 2
/** Browsers open six connections a host: one is left for downloads. */
const TRANSFERS_AT_ONCE = 5
/** Parts that are hashed and signed while others fly, so that the line never waits for them. */
const PARTS_AHEAD = 2

/** @param transfers requests that carry bytes to the bucket at once, over all files */
export function createSteps(client: HoldallClient, transfers = TRANSFERS_AT_ONCE): UploadSteps {
  let place = 0
  return {
    client,
    presign: createBatcher({ max: MAX_BATCH, run: (files) => presignFiles(client, files) }),
    save: createBatcher({ max: MAX_BATCH, run: (uploadIds) => saveUploads(client, uploadIds) }),
    sending: createLimiter(transfers),
    hashing: createLimiter(HASHES_AT_ONCE),
    partsAtOnce: transfers + PARTS_AHEAD,
    nextPlace() {
      place += 1
      return place
    },
  }
}
