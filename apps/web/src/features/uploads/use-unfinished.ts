import type { RouterOutputs } from '@holdall/client'
import { api, type Upload } from '@holdall/client/react'
import { useEffect, useRef } from 'react'

export type Unfinished = RouterOutputs['uploads']['pending']['uploads'][number]

/** As many as anybody will look through. */
const MOST = 100

/** Uploads in parts that this user began, on any device, and that this page isn't working on. */
export function useUnfinished(uploads: readonly Upload[]): Unfinished[] {
  const { data, refetch } = api.uploads.pending.useQuery({ limit: MOST })
  const rows = uploads.length
  const before = useRef(0)
  useEffect(() => {
    // What leaves the tray has ended, or is left for another time: the server knows which.
    if (rows < before.current) void refetch()
    before.current = rows
  }, [rows, refetch])
  return unfinishedOf(data?.uploads ?? [], uploads)
}

/** Of the server's list, what isn't in the tray; but also what a wrong file was chosen for. */
export function unfinishedOf(pending: readonly Unfinished[], uploads: readonly Upload[]): Unfinished[] {
  const here = uploads.filter(({ error }) => error?.reason !== 'FILE_DIFFERS')
  const known = new Set(here.map(({ uploadId }) => uploadId))
  return pending.filter(({ uploadId, plan }) => plan === 'multipart' && !known.has(uploadId))
}
