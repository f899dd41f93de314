import { messageOf, type StoredFile } from '@holdall/client'
import { api } from '@holdall/client/react'
import { toast } from '@holdall/ui/toast'
import { useQueryClient } from '@tanstack/react-query'
import { followDownload } from '../uploads/leave-warning.ts'
import { dropFromLists } from './list-cache.ts'

function failed(title: string) {
  return (error: unknown) => toast({ tone: 'error', title, description: messageOf(error) })
}

/** What can be done with a stored file. Results and failures are told by toasts. */
export function useFileActions() {
  const queries = useQueryClient()
  const utils = api.useUtils()
  const download = api.files.presignDownload.useMutation({
    onSuccess: ({ url }) => followDownload(url),
    onError: failed('The download did not start'),
  })
  const restore = useRestore()
  const trash = api.files.trash.useMutation({
    async onSuccess(file) {
      await dropFromLists(queries, file.id)
      void utils.files.usage.invalidate()
      toast({
        title: `“${file.name}” is in the trash`,
        action: { label: 'Undo', onClick: () => restore.mutate({ id: file.id }) },
      })
    },
    onError(error) {
      failed('Not moved to the trash')(error)
      void utils.files.list.invalidate()
    },
  })
  return {
    download: (file: StoredFile) => download.mutate({ id: file.id }),
    trash: (file: StoredFile) => trash.mutate({ id: file.id }),
  }
}

/** Takes a file out of the trash. */
export function useRestore() {
  const queries = useQueryClient()
  const utils = api.useUtils()
  return api.files.restore.useMutation({
    async onSuccess(file) {
      await dropFromLists(queries, file.id)
      void utils.files.invalidate()
      toast({ title: `“${file.name}” is back among your files` })
    },
    onError(error) {
      failed('Not restored')(error)
      void utils.files.list.invalidate()
    },
  })
}

/** Deletes a file in the trash for good. */
export function usePurge() {
  const queries = useQueryClient()
  const utils = api.useUtils()
  return api.files.purge.useMutation({
    async onSuccess({ id }) {
      await dropFromLists(queries, id)
      void utils.files.usage.invalidate()
    },
    onError(error) {
      failed('Not deleted')(error)
      void utils.files.list.invalidate()
    },
  })
}
