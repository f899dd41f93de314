import { useUploadQueue } from '@holdall/client/react'
import { toast } from '@holdall/ui/toast'
import { Upload } from 'lucide-react'
import { droppedFiles, pastedFiles } from './dropped-files.ts'
import { usePageDrop } from './use-page-drop.ts'
import { usePaste } from './use-paste.ts'

/** Takes files that are dropped or pasted anywhere on the page, and says so while they are held over it. */
export function DropZone() {
  const queue = useUploadQueue()
  const over = usePageDrop((transfer) => {
    const { files, folders } = droppedFiles(transfer)
    queue.add(files)
    if (folders.length > 0) {
      toast({
        tone: 'error',
        title: folders.length === 1 ? `“${folders[0]}” is a folder` : `${folders.length} are folders`,
        description: 'Open the folder and drop the files inside it.',
      })
    }
  })
  usePaste((files) => queue.add(pastedFiles(files, new Date())))
  if (!over) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-50 grid place-items-center bg-scrim p-4">
      <div className="flex animate-appear items-center gap-3 rounded-xl border-2 border-accent border-dashed bg-raised px-8 py-6 font-semibold text-base shadow-raised">
        <Upload aria-hidden="true" className="size-5 text-accent" />
        Drop to upload
      </div>
    </div>
  )
}
