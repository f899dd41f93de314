import { messageOf } from '@holdall/client'
import { api, useUploadQueue } from '@holdall/client/react'
import { Button } from '@holdall/ui/button'
import { formatBytes, formatRelative } from '@holdall/ui/format'
import { toast } from '@holdall/ui/toast'
import { FolderOpen, Trash2 } from 'lucide-react'
import { type ChangeEvent, useRef } from 'react'
import type { Unfinished } from './use-unfinished.ts'

/** One upload that waits for its file. */
export function UnfinishedRow({ upload }: { upload: Unfinished }) {
  const queue = useUploadQueue()
  const picker = useRef<HTMLInputElement>(null)
  const { uploadId, name, size, createdAt } = upload
  const utils = api.useUtils()
  const discard = api.uploads.abort.useMutation({
    onSuccess: () => Promise.all([utils.uploads.pending.invalidate(), utils.files.invalidate()]),
    onError: (error) =>
      toast({ tone: 'error', title: `“${name}” was not discarded`, description: messageOf(error) }),
  })
  function chosen(event: ChangeEvent<HTMLInputElement>) {
    const [file] = event.target.files ?? []
    // Else choosing the same file again would be no change.
    event.target.value = ''
    if (!file) return
    if (file.size === size) {
      queue.goOn(upload, file)
      return
    }
    toast({
      tone: 'error',
      title: `“${file.name}” is another file`,
      description: `The file that this upload began with has ${formatBytes(size)}, this one ${formatBytes(file.size)}.`,
    })
  }
  return (
    <li className="flex items-center gap-2 py-2 pr-2 pl-4">
      <div className="min-w-0 flex-1">
        <p className="truncate" title={name}>
          {name}
        </p>
        <p className="text-ink-muted text-xs">
          {formatBytes(size)}, begun {formatRelative(createdAt)}
        </p>
      </div>
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Choose the file to go on with ${name}`}
        onClick={() => picker.current?.click()}
      >
        <FolderOpen aria-hidden="true" />
      </Button>
      <input ref={picker} type="file" hidden aria-label={`File of ${name}`} onChange={chosen} />
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Discard ${name}`}
        disabled={discard.isPending}
        onClick={() => discard.mutate({ uploadId })}
      >
        <Trash2 aria-hidden="true" />
      </Button>
    </li>
  )
}
