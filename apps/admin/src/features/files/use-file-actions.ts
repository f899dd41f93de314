import { messageOf } from '@holdall/client'
import { api } from '@holdall/client/react'
import { toast } from '@holdall/ui/toast'
import { withFile } from './cached-files.ts'
import { type FilesSearch, listInput } from './files-search.ts'
import type { AdminFile } from './use-files.ts'

/** What an administrator can do to a file, with what it says and how the list follows. */
export function useFileActions(search: FilesSearch) {
  const utils = api.useUtils()
  const deletion = api.admin.files.delete.useMutation()
  const restoration = api.admin.files.restore.useMutation()
  const presigning = api.admin.files.presignDownload.useMutation()

  function show(file: AdminFile): void {
    // Lists under other filters and the audit log are asked again when they are next looked at.
    void utils.admin.invalidate(undefined, { refetchType: 'none' })
    utils.admin.files.list.setInfiniteData(listInput(search), (data) =>
      withFile(data, file, search.state ?? 'any'),
    )
  }

  async function restore(file: AdminFile): Promise<void> {
    try {
      show(await restoration.mutateAsync({ id: file.id }))
      toast({ title: `Restored ${file.name}` })
    } catch (error) {
      toast({ tone: 'error', title: `${file.name} was not restored`, description: messageOf(error) })
    }
  }

  /** Throws what the server says, for the dialog to show beside the reason. */
  async function remove(file: AdminFile, reason: string): Promise<void> {
    show(await deletion.mutateAsync({ id: file.id, reason }))
    toast({
      title: `Deleted ${file.name}`,
      description: 'Administrators can restore it until its time in the trash is over.',
      action: { label: 'Undo', onClick: () => void restore(file) },
    })
  }

  async function download(file: AdminFile): Promise<void> {
    try {
      const { url } = await presigning.mutateAsync({ id: file.id, disposition: 'attachment' })
      followLink(url)
    } catch (error) {
      toast({ tone: 'error', title: `${file.name} can’t be downloaded`, description: messageOf(error) })
    }
  }

  return {
    remove,
    restore,
    download,
    /** The id of the file that is being restored or downloaded right now. */
    busyWith: {
      restore: restoration.isPending ? restoration.variables?.id : undefined,
      download: presigning.isPending ? presigning.variables?.id : undefined,
    },
  }
}

/** Follows a link as a click does; the bucket answers with an attachment, so the page stays. */
function followLink(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.rel = 'noreferrer'
  link.click()
}
