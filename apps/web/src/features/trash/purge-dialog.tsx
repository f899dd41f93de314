import type { StoredFile } from '@holdall/client'
import { Button } from '@holdall/ui/button'
import { Dialog } from '@holdall/ui/dialog'

type PurgeDialogProps = { file: StoredFile; onClose: () => void; onConfirm: () => void }

/** The one thing here that can't be undone, so it is asked for twice. */
export function PurgeDialog({ file, onClose, onConfirm }: PurgeDialogProps) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Delete this file forever?"
      description={
        <>
          <strong className="break-all font-medium text-ink">{file.name}</strong> will be gone for good. This
          can’t be undone.
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" onClick={onConfirm}>
            Delete forever
          </Button>
        </>
      }
    />
  )
}
