import type { RetryPolicy } from './retry.ts'
import type { UploadProgress } from './upload-progress.ts'

/** An upload that has begun: what `uploads.pending` lists, and what `resume` takes. */
export type BegunUpload = {
  uploadId: string
  /** Bytes of the file. */
  size: number
  /** Bytes of each part but the last; null for one PUT. */
  partSize: number | null
  partCount: number | null
}

export type UploadOptions = {
  /** The file's name; needed where a Blob has none of its own. */
  name?: string
  /** Its media type, when the platform doesn't know better. */
  contentType?: string
  /**
   * SHA-256 in lowercase hex, when it is known already; `false` sends none. By default files up to 32 MiB
   * are hashed here, so that the bucket refuses any other bytes, and bytes it has already are not sent.
   * The parts of larger files are hashed in any case.
   */
  sha256?: string | false
  onProgress?: (progress: UploadProgress) => void
  /** Called with what `resume` needs, should this upload be interrupted. */
  onBegun?: (upload: BegunUpload) => void
  /** An upload of the same file to go on with; when it is gone, the file is uploaded anew. */
  resume?: BegunUpload
  /**
   * Stops the upload wherever it is; the promise rejects with the signal's reason. An `UploadPaused` leaves
   * in the bucket what is there, any other reason gives the upload up and its quota back.
   */
  signal?: AbortSignal
  retries?: Partial<RetryPolicy>
}

/** A Blob, from `fs.openAsBlob(path)` in Node, or a browser's File. */
export type UploadSource = Blob & { name?: string }
