import { fieldOf, messageOf, requestIdOf } from '@holdall/client'
import { Button } from '@holdall/ui/button'
import { Dialog } from '@holdall/ui/dialog'
import { FileIcon } from '@holdall/ui/file-icon'
import { formatBytes } from '@holdall/ui/format'
import { TextArea } from '@holdall/ui/text-area'
import { type FormEvent, useId, useState } from 'react'
import { ownerLabel } from './cached-files.ts'
import type { AdminFile } from './use-files.ts'

type DeleteDialogProps = {
  file: AdminFile
  onClose: () => void
  onDelete: (file: AdminFile, reason: string) => Promise<void>
}

/** As the server counts them. */
const REASON_CHARACTERS = { min: 3, max: 500 } as const

/** Asks why, and shows whose file it is before it goes. Mount it per file: it starts empty. */
export function DeleteDialog({ file, onClose, onDelete }: DeleteDialogProps) {
  const form = useId()
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [pending, setPending] = useState(false)
  const [tooShort, setTooShort] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    if (pending) return
    if (reason.trim().length < REASON_CHARACTERS.min) {
      setTooShort(true)
      event.currentTarget.querySelector('textarea')?.focus()
      return
    }
    setPending(true)
    setError(null)
    try {
      await onDelete(file, reason.trim())
      onClose()
    } catch (refusal) {
      setError(refusal)
      setPending(false)
    }
  }

  const aboutReason = fieldOf(error) === 'reason'
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !pending && onClose()}
      title="Delete this file?"
      description="Its owner can’t see or restore it any more. Administrators can, until its time in the trash is over."
      footer={
        <>
          <Button onClick={onClose} disabled={pending}>
            Cancel
          </Button>
          <Button type="submit" form={form} variant="danger" pending={pending}>
            Delete file
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <div className="flex items-center gap-3 rounded-lg bg-sunken p-3">
          <FileIcon kind={file.kind} className="bg-surface" />
          <div className="min-w-0">
            <p className="break-words font-medium">{file.name}</p>
            <p className="break-words text-ink-muted">
              {ownerLabel(file.owner)}, {formatBytes(file.size)}
            </p>
          </div>
        </div>
        <TextArea
          label="Reason"
          hint="Its owner sees this, and it goes into the audit log."
          required
          maxLength={REASON_CHARACTERS.max}
          value={reason}
          onChange={(event) => {
            setReason(event.target.value)
            setTooShort(false)
          }}
          error={
            tooShort
              ? `Say why, in at least ${REASON_CHARACTERS.min} characters.`
              : aboutReason
                ? messageOf(error)
                : null
          }
        />
        {error !== null && !aboutReason && (
          <p role="alert" className="text-danger">
            {messageOf(error)}
            {requestIdOf(error) && <span className="block text-xs">Request id {requestIdOf(error)}</span>}
          </p>
        )}
      </form>
    </Dialog>
  )
}
