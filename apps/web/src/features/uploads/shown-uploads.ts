import type { Upload, UploadState } from '@holdall/client/react'

/** Rows of the tray: nobody reads thousands, and each costs the browser time whenever one moves. */
const MOST = 100

/** What needs somebody comes first, then what moves, then what waits, then what is over. */
const ORDER: Record<UploadState, number> = {
  failed: 0,
  paused: 1,
  sending: 2,
  saving: 2,
  queued: 3,
  cancelled: 4,
  done: 5,
}

/** All uploads in their order; of very many, those that matter most, and how many are left out. */
export function shownUploads(uploads: readonly Upload[]): { shown: readonly Upload[]; hidden: number } {
  if (uploads.length <= MOST) return { shown: uploads, hidden: 0 }
  const shown = uploads.toSorted((a, b) => ORDER[a.state] - ORDER[b.state]).slice(0, MOST)
  return { shown, hidden: uploads.length - MOST }
}
